package io.murmuration.central.auth.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OidcIdentitiesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger fetched = new AtomicInteger();
  private volatile ECKey key;
  private volatile boolean broken;
  private HttpServer provider;
  private String issuer;
  private OidcIdentities identities;

  @BeforeEach
  void start() throws IOException, JOSEException {
    key = newKey("k1");
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = "http://127.0.0.1:%d/dex".formatted(provider.getAddress().getPort());
    provider.createContext(
        "/dex/.well-known/openid-configuration",
        http ->
            answer(
                http, "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(issuer, issuer)));
    provider.createContext(
        "/dex/keys",
        http -> {
          fetched.incrementAndGet();
          answer(http, new JWKSet(key.toPublicJWK()).toString());
        });
    provider.start();
    identities = identities(issuer);
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  private OidcIdentities identities(String of) {
    return new OidcIdentities(
        new OidcSettings(
            of,
            "hub",
            "email",
            "groups",
            Map.of("dc-admins", "admin", "dc-operators", "operator"),
            Duration.ofSeconds(30)),
        () -> NOW,
        nanos::get);
  }

  private void answer(HttpExchange http, String body) throws IOException {
    try (http) {
      var bytes = body.getBytes(UTF_8);
      http.sendResponseHeaders(broken ? 500 : 200, bytes.length);
      http.getResponseBody().write(bytes);
    }
  }

  private static ECKey newKey(String id) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience(List.of("other", "hub"))
        .subject("1234")
        .claim("email", "ann@example.org")
        .claim("groups", List.of("dc-admins", "golfers"))
        .expirationTime(Date.from(NOW.plusSeconds(600)));
  }

  private static String signed(JWTClaimsSet claims, ECKey by) throws JOSEException {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(), claims);
    token.sign(new ECDSASigner(by));
    return token.serialize();
  }

  private Optional<Caller> identify(String token) {
    return identities.identify(new Credentials.Oidc(token), "192.0.2.1");
  }

  private boolean enters(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
    return identify(signed(change.apply(claims()).build(), key)).isPresent();
  }

  @Test
  void groupsGiveRolesInTheProjectAdmin() throws JOSEException {
    var ann = identify(signed(claims().build(), key)).orElseThrow();
    assertThat(ann.user()).isEqualTo("ann@example.org");
    assertThat(ann.project()).isEqualTo("admin");
    assertThat(ann.roles()).isEqualTo(Set.of("admin", "member", "reader"));
    var one = claims().claim("groups", "dc-operators").build();
    assertThat(identify(signed(one, key)).orElseThrow().roles()).isEqualTo(Set.of("operator"));
    var none = claims().claim("groups", null).build();
    assertThat(identify(signed(none, key)).orElseThrow().roles()).isEmpty();
    assertThat(fetched).hasValue(1);
  }

  @Test
  void everyClaimIsChecked() throws JOSEException {
    assertThat(enters(c -> c)).isTrue();
    assertThat(enters(c -> c.issuer("https://elsewhere"))).isFalse();
    assertThat(enters(c -> c.audience("other"))).isFalse();
    assertThat(enters(c -> c.audience((String) null))).isFalse();
    assertThat(enters(c -> c.expirationTime(null))).isFalse();
    assertThat(enters(c -> c.expirationTime(Date.from(NOW.minusSeconds(31))))).isFalse();
    assertThat(enters(c -> c.expirationTime(Date.from(NOW.minusSeconds(29))))).isTrue();
    assertThat(enters(c -> c.notBeforeTime(Date.from(NOW.plusSeconds(31))))).isFalse();
    assertThat(enters(c -> c.claim("email", null))).isFalse();
    assertThat(enters(c -> c.claim("email", 7))).isFalse();
  }

  @Test
  void onlyTheProvidersSignatureCounts() throws JOSEException {
    assertThat(identify(signed(claims().build(), newKey("k1")))).as("same name").isEmpty();
    assertThat(identify(new PlainJWT(claims().build()).serialize())).as("unsigned").isEmpty();
    var mac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
    mac.sign(new MACSigner(key.toPublicJWK().toString().getBytes(UTF_8)));
    assertThat(identify(mac.serialize())).as("public key as a secret").isEmpty();
    assertThat(identify("nonsense")).isEmpty();
    assertThat(identities.identify(new Credentials.Keystone(signed(claims().build(), key)), ""))
        .isEmpty();
  }

  @Test
  void aRotatedKeyIsFoundAtOnceAndForgedNamesDoNotFloodTheProvider() throws JOSEException {
    assertThat(enters(c -> c)).isTrue();
    key = newKey("k2");
    assertThat(enters(c -> c)).isTrue();
    assertThat(fetched).hasValue(2);
    for (int i = 0; i < 20; i++) {
      assertThat(identify(signed(claims().build(), newKey("forged-" + i)))).isEmpty();
    }
    assertThat(fetched).hasValueLessThan(5);
    assertThat(enters(c -> c)).isTrue();
  }

  @Test
  void whileTheProviderIsAwayKnownKeysCount() throws JOSEException {
    assertThat(enters(c -> c)).isTrue();
    broken = true;
    nanos.addAndGet(Duration.ofDays(2).toNanos());
    assertThat(enters(c -> c)).isTrue();
  }

  @Test
  void aProviderThatNeverAnsweredIsSaidInWordsAndAskedAgainLater() throws JOSEException {
    broken = true;
    var token = signed(claims().build(), key);
    assertThatThrownBy(() -> identify(token))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("503")
        .hasMessageContaining("OpenID provider");
    broken = false;
    assertThatThrownBy(() -> identify(token)).isInstanceOf(RefusedException.class);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(identify(token)).isPresent();
  }

  @Test
  void aProviderOfAnotherNameIsNotBelieved() throws JOSEException {
    identities = identities(issuer + "/");
    var token = signed(claims().issuer(issuer + "/").build(), key);
    assertThatThrownBy(() -> identify(token)).isInstanceOf(RefusedException.class);
  }
}
