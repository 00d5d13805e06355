package io.murmuration.central.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a provider signs with. Where they are is read from its discovery document (OpenID
 * Connect Discovery 1.0), again each day; the keys are kept for five minutes, fetched at once when
 * a token names an unknown one (a rotation), at most twice in 30 s, and go on to count for a day
 * while the provider is away. Thread-safe; blocks for at most some seconds.
 */
final class IssuerKeys {
  private static final int TIMEOUT_MILLIS = (int) TimeUnit.SECONDS.toMillis(3);
  private static final int LARGEST = 1 << 18;
  private static final long KEEP_MILLIS = TimeUnit.MINUTES.toMillis(5);
  private static final long REFRESH_MILLIS = TimeUnit.SECONDS.toMillis(10);
  private static final long INTERVAL_MILLIS = TimeUnit.SECONDS.toMillis(30);
  private static final long OUTAGE_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final Duration DISCOVER_EVERY = Duration.ofDays(1);
  private static final Duration TRY_EVERY = Duration.ofSeconds(5);

  private final String issuer;
  private final LongSupplier nanoTime;
  private final DefaultResourceRetriever http =
      new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, LARGEST);
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Found found;
  private @Nullable Failed failed;

  private record Found(URI at, JWKSource<SecurityContext> keys, long since) {}

  private record Failed(String why, long since) {}

  IssuerKeys(String issuer, LongSupplier nanoTime) {
    this.issuer = issuer;
    this.nanoTime = nanoTime;
  }

  /**
   * @throws KeySourceException if the provider cannot be asked, and never could
   */
  JWKSource<SecurityContext> keys() throws KeySourceException {
    var known = found;
    if (known != null && !isOlder(known.since(), DISCOVER_EVERY)) {
      return known.keys();
    }
    lock.lock();
    try {
      return discovered().keys();
    } finally {
      lock.unlock();
    }
  }

  private Found discovered() throws KeySourceException {
    var known = found;
    if (known != null && !isOlder(known.since(), DISCOVER_EVERY)) {
      return known;
    }
    var before = failed;
    if (before != null && !isOlder(before.since(), TRY_EVERY)) {
      return orThrow(known, before.why());
    }
    try {
      var fresh = discover(known);
      found = fresh;
      failed = null;
      return fresh;
    } catch (IOException | JOSEException | ParseException | URISyntaxException e) {
      var why = String.valueOf(e.getMessage());
      failed = new Failed(why, nanoTime.getAsLong());
      return orThrow(known, why);
    }
  }

  private static Found orThrow(@Nullable Found known, String why) throws KeySourceException {
    if (known == null) {
      throw new KeySourceException(why);
    }
    return known;
  }

  private Found discover(@Nullable Found known)
      throws IOException, JOSEException, ParseException, URISyntaxException {
    var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    var document = URI.create(base + "/.well-known/openid-configuration").toURL();
    var content = JSONObjectUtils.parse(http.retrieveResource(document).getContent());
    var named = JSONObjectUtils.getString(content, "issuer");
    if (!issuer.equals(named)) {
      throw new KeySourceException("issuer: %s (expected: %s)".formatted(named, issuer));
    }
    var at = JSONObjectUtils.getURI(content, "jwks_uri");
    if (at == null) {
      throw new KeySourceException("jwks_uri: none (expected: a URL)");
    }
    var keys = known != null && known.at().equals(at) ? known.keys() : source(at);
    return new Found(at, keys, nanoTime.getAsLong());
  }

  private JWKSource<SecurityContext> source(URI at) throws MalformedURLException {
    return JWKSourceBuilder.create(at.toURL(), http)
        .cache(KEEP_MILLIS, REFRESH_MILLIS)
        .refreshAheadCache(false)
        .rateLimited(INTERVAL_MILLIS)
        .outageTolerant(OUTAGE_MILLIS)
        .build();
  }

  private boolean isOlder(long since, Duration age) {
    return nanoTime.getAsLong() - since >= age.toNanos();
  }
}
