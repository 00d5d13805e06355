package io.murmuration.central.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.auth.Roles;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers with signed tokens of an OpenID provider. Signature (RS, PS and ES algorithms), {@code
 * iss}, {@code aud}, {@code exp} and {@code nbf} are checked; groups give roles; the project is
 * always {@code admin} (contract, "Authentication"). Thread-safe; blocks while keys are fetched.
 */
public final class OidcIdentities implements Identities {
  private static final Logger LOG = LoggerFactory.getLogger(OidcIdentities.class);
  private static final String PROJECT = "admin";
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final OidcSettings settings;
  private final IssuerKeys keys;
  private final DefaultJWTClaimsVerifier<SecurityContext> claims;

  /**
   * @param nanoTime monotonic
   */
  public OidcIdentities(OidcSettings settings, InstantSource clock, LongSupplier nanoTime) {
    this.settings = settings;
    this.keys = new IssuerKeys(settings.issuer(), nanoTime);
    this.claims =
        new DefaultJWTClaimsVerifier<>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("exp", settings.usernameClaim())) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(Math.toIntExact(settings.skew().toSeconds()));
  }

  @Override
  public Optional<Caller> identify(Credentials credentials, String address) {
    return switch (credentials) {
      case Credentials.Keystone _ -> Optional.empty();
      case Credentials.Oidc(var token) -> verified(token).flatMap(c -> caller(c, address));
    };
  }

  /** Where else would one get a token: at the provider. */
  @Override
  public String uri(ServiceUrl reached) {
    return settings.issuer();
  }

  private Optional<JWTClaimsSet> verified(String token) {
    try {
      var processor = new DefaultJWTProcessor<SecurityContext>();
      processor.setJWSTypeVerifier(
          new DefaultJOSEObjectTypeVerifier<>(
              JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
      processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys.keys()));
      processor.setJWTClaimsSetVerifier(claims);
      return Optional.of(processor.process(token, null));
    } catch (ParseException | BadJOSEException e) {
      LOG.debug("OIDC token refused: {}", e.getMessage());
      return Optional.empty();
    } catch (RateLimitReachedException _) {
      LOG.debug("OIDC token refused: it names a key that was unknown a moment ago");
      return Optional.empty();
    } catch (KeySourceException e) {
      LOG.warn("OIDC provider {}: {}", settings.issuer(), e.getMessage());
      throw new RefusedException(
          new ApiError.Unavailable(
              "The keys of the OpenID provider cannot be read; nothing was done. Try again."));
    } catch (JOSEException e) {
      LOG.debug("OIDC token refused: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Caller> caller(JWTClaimsSet token, String address) {
    if (!(token.getClaim(settings.usernameClaim()) instanceof String user) || user.isBlank()) {
      return Optional.empty();
    }
    var granted =
        groups(token).stream().map(settings.roles()::get).filter(Objects::nonNull).toList();
    return Optional.of(new Caller(user, PROJECT, Roles.withImplied(granted), address));
  }

  private List<String> groups(JWTClaimsSet token) {
    return switch (token.getClaim(settings.groupsClaim())) {
      case String one -> List.of(one);
      case List<?> many ->
          many.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }
}
