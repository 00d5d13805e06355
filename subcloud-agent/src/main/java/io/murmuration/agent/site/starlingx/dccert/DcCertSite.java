package io.murmuration.agent.site.starlingx.dccert;

import io.murmuration.agent.identity.Pem;
import io.murmuration.agent.journal.DurableFile;
import io.murmuration.agent.site.KindSite;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.agent.site.starlingx.trust.SiteTrust;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps item {@code admin-endpoint/default} of kind {@code dc-cert}.
 *
 * <p>sysinv takes an intermediate CA but shows none. So the one that was applied is kept in a file,
 * and read as held while the admin endpoint shows a valid certificate of it. A site whose endpoint
 * shows none, or one of another authority, does not hold the item, whatever was sent.
 *
 * <p>The roots that come with an item are trusted at the site from before the item is sent: once
 * the endpoint serves from another root, what was trusted until then does not get the agent in any
 * more. They are kept in a file of their own, for a restart in between.
 *
 * <p>Interrupted anywhere, the next attempt ends where this one would have: the file of what was
 * applied is written last, and sysinv does nothing when it is given the CA that it has.
 */
public final class DcCertSite implements KindSite {
  private static final ItemKey KEY = new ItemKey("admin-endpoint", "default");
  private static final String FILE = "admin-endpoint.applied";
  private static final String ROOTS = "admin-endpoint.roots";

  /** The site issues the certificate and restarts its proxy meanwhile. */
  private static final Duration ISSUING = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration HANDSHAKE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(DcCertSite.class);

  private final Sysinv sysinv;
  private final SiteTrust trust;
  private final AdminEndpoint endpoint;
  private final DurableFile directory;
  private final InstantSource clock;
  private @Nullable Payload applied;

  /** PEM, of what was wanted last; empty before anything was. */
  private String roots;

  private DcCertSite(
      Sysinv sysinv,
      SiteTrust trust,
      AdminEndpoint endpoint,
      DurableFile directory,
      InstantSource clock,
      @Nullable Payload applied,
      String roots) {
    this.sysinv = sysinv;
    this.trust = trust;
    this.endpoint = endpoint;
    this.directory = directory;
    this.clock = clock;
    this.applied = applied;
    this.roots = roots;
  }

  /**
   * @param sysinv stays its opener's to close
   * @param trust what sysinv is called with; learns the roots that the site was given
   * @param address where the site's admin services listen, TLS
   * @param directory for what the site's services cannot tell; made if it is not there
   */
  public static DcCertSite open(
      Sysinv sysinv,
      SiteTrust trust,
      InetSocketAddress address,
      Path directory,
      InstantSource clock)
      throws IOException, GeneralSecurityException {
    var endpoint = new AdminEndpoint(address, HANDSHAKE);
    var durable = DurableFile.in(directory);
    try {
      var roots = directory.resolve(ROOTS);
      var site =
          new DcCertSite(
              sysinv,
              trust,
              endpoint,
              durable,
              clock,
              read(directory.resolve(FILE)),
              Files.exists(roots) ? Files.readString(roots) : "");
      site.trustRoots();
      return site;
    } catch (IOException | GeneralSecurityException e) {
      durable.close();
      throw e;
    }
  }

  private static @Nullable Payload read(Path file) throws IOException {
    return Files.exists(file) ? Payload.of(Files.readAllBytes(file)) : null;
  }

  /** Those of what is applied and those of what was wanted last: either may be served. */
  private void trustRoots() throws GeneralSecurityException {
    var all = new LinkedHashSet<X509Certificate>();
    try {
      if (!roots.isEmpty()) {
        all.addAll(Pem.certificates(roots));
      }
      if (applied != null) {
        all.addAll(IntermediateCa.roots(applied));
      }
    } catch (CertificateException e) {
      LOG.warn("roots of the admin endpoint that are kept cannot be read: {}", e.getMessage());
    }
    trust.named(all);
  }

  @Override
  public Kind kind() {
    return Kind.DC_CERT;
  }

  @Override
  public SortedSet<String> types() {
    return new TreeSet<>(List.of(KEY.type()));
  }

  @Override
  public SiteReading read(SortedSet<ItemKey> keys, boolean bypassCache) {
    var held = applied;
    if (!keys.contains(KEY) || held == null) {
      return new SiteReading.Values(Collections.emptySortedMap());
    }
    return switch (endpoint.look()) {
      case AdminEndpoint.Look.Failed(var why) -> new SiteReading.Failed(why, RETRY);
      case AdminEndpoint.Look.Shown(var leaf) ->
          new SiteReading.Values(
              isHeld(held, leaf) ? new TreeMap<>(Map.of(KEY, held)) : Collections.emptySortedMap());
    };
  }

  private boolean isHeld(Payload payload, X509Certificate leaf) {
    return IntermediateCa.read(payload, clock.instant()) instanceof IntermediateCa.Read.Valid valid
        && valid.authority().issued(leaf, clock.instant());
  }

  @Override
  public List<SiteResult> write(List<SiteWrite> writes) {
    var results = new ArrayList<SiteResult>(writes.size());
    for (var write : writes) {
      results.add(write(write));
    }
    return results;
  }

  private SiteResult write(SiteWrite write) {
    if (!write.key().equals(KEY)) {
      return new SiteResult.Refused(write.key() + " (expected: " + KEY + ")");
    }
    return switch (write) {
      case SiteWrite.Upsert(_, var payload) ->
          switch (IntermediateCa.read(payload, clock.instant())) {
            case IntermediateCa.Read.Invalid(var why) -> new SiteResult.Refused(KEY + ": " + why);
            case IntermediateCa.Read.Valid(var authority) -> upsert(authority);
          };
      case SiteWrite.Delete _ ->
          new SiteResult.Refused(
              "the admin endpoint cannot be without a certificate; it keeps the one it has");
    };
  }

  private SiteResult upsert(IntermediateCa wanted) {
    try {
      expect(wanted.rootsPem());
    } catch (IOException | GeneralSecurityException e) {
      return new SiteResult.Deferred(
          RETRY, "roots to trust cannot be kept, so nothing is sent: " + e.getMessage());
    }
    if (problem(wanted).isEmpty()) {
      return remember(wanted.payload());
    }
    return switch (sysinv.renewIntermediateCa(
        wanted.rootsPem(), wanted.certificatePem(), wanted.keyPem())) {
      case Answer.Done _ -> {
        var problem = problem(wanted);
        yield problem.isEmpty()
            ? remember(wanted.payload())
            : new SiteResult.Deferred(
                ISSUING, "sent, and being issued at the site: " + problem.get());
      }
      case Answer.No(var why) -> new SiteResult.Refused(why);
      case Answer.Missing(var why) -> new SiteResult.Deferred(RETRY, why);
      case Answer.Later(var retryAfter, var why, _) -> new SiteResult.Deferred(retryAfter, why);
    };
  }

  private void expect(String wanted) throws IOException, GeneralSecurityException {
    if (!wanted.equals(roots)) {
      directory.write(ROOTS, wanted.getBytes(StandardCharsets.UTF_8));
      roots = wanted;
      trustRoots();
    }
  }

  /** Why the endpoint does not show a certificate of this authority; empty if it does. */
  private Optional<String> problem(IntermediateCa wanted) {
    return switch (endpoint.look()) {
      case AdminEndpoint.Look.Failed(var why) -> Optional.of(why);
      case AdminEndpoint.Look.Shown(var leaf) ->
          wanted.issued(leaf, clock.instant())
              ? Optional.empty()
              : Optional.of("the admin endpoint still shows a certificate of another authority");
    };
  }

  private SiteResult remember(Payload payload) {
    if (payload.equals(applied)) {
      return SiteResult.APPLIED;
    }
    try {
      directory.write(FILE, payload.bytes());
      applied = payload;
      trustRoots();
      return SiteResult.APPLIED;
    } catch (IOException | GeneralSecurityException e) {
      return new SiteResult.Deferred(
          RETRY, "which CA was applied cannot be written: " + e.getMessage());
    }
  }

  /** Calls that are under way fail; sysinv is the opener's to close. */
  @Override
  public void close() {
    try {
      directory.close();
    } catch (IOException e) {
      LOG.warn("directory of the admin endpoint not closed reason={}", e.getMessage());
    }
  }
}
