package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.journal.DurableFile;
import io.murmuration.agent.site.EndpointAudits;
import io.murmuration.agent.site.KindSite;
import io.murmuration.agent.site.Site;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.SoftwareStore;
import io.murmuration.agent.site.Verdict;
import io.murmuration.agent.site.starlingx.audit.StarlingXAudits;
import io.murmuration.agent.site.starlingx.client.IdentityServices;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.agent.site.starlingx.dccert.DcCertSite;
import io.murmuration.agent.site.starlingx.identity.IdentitySettings;
import io.murmuration.agent.site.starlingx.identity.IdentitySite;
import io.murmuration.agent.site.starlingx.identity.IdentityTransport;
import io.murmuration.agent.site.starlingx.identity.TablesTransport;
import io.murmuration.agent.site.starlingx.identity.rest.RestTransport;
import io.murmuration.agent.site.starlingx.software.UsmSoftware;
import io.murmuration.agent.site.starlingx.trust.SiteTrust;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A StarlingX cloud, by way of its own services: one {@link KindSite} for each kind. Remembers
 * nothing of them but the token and which CA was installed under which name; every reading asks.
 */
public final class StarlingXSite implements Site {
  private static final Logger log = LoggerFactory.getLogger(StarlingXSite.class);

  private final Sysinv sysinv;
  private final InstalledCas installed;
  private final DurableFile files;
  private final SiteServices services;
  private final EndpointAudits audits;
  private final SoftwareStore software;
  private final Optional<IdentitySite> identity;
  private final Map<Kind, KindSite> kinds = new EnumMap<>(Kind.class);

  private StarlingXSite(
      Sysinv sysinv,
      InstalledCas installed,
      DurableFile files,
      SiteServices services,
      Optional<IdentitySite> identity,
      List<KindSite> kinds) {
    this.sysinv = sysinv;
    this.installed = installed;
    this.files = files;
    this.services = services;
    this.audits = new StarlingXAudits(sysinv, services);
    this.software = new UsmSoftware(services);
    this.identity = identity;
    kinds.forEach(kind -> this.kinds.put(kind.kind(), kind));
  }

  /**
   * Calls no service yet.
   *
   * @param directory for what the site's services cannot tell; made if it is not there
   * @throws IOException if the directory or the trust file cannot be used
   * @throws GeneralSecurityException if the trust file holds no certificates
   */
  public static StarlingXSite open(StarlingXSettings settings, Path directory, InstantSource clock)
      throws IOException, GeneralSecurityException {
    var opened = new ArrayDeque<Closing>();
    try {
      return open(settings, directory, clock, opened);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      opened.forEach(StarlingXSite::close);
      throw e;
    }
  }

  private static StarlingXSite open(
      StarlingXSettings settings, Path directory, InstantSource clock, Deque<Closing> opened)
      throws IOException, GeneralSecurityException {
    var trust = SiteTrust.open(settings.trustFile());
    var tls = trust.context();
    var sysinv =
        new Sysinv(settings.sysinv(), settings.credentials(), tls, settings.calls(), clock);
    opened.push(sysinv::close);
    var installed = InstalledCas.open(directory);
    opened.push(installed::close);
    var files = DurableFile.in(directory);
    opened.push(files::close);
    var notInForce = NotInForce.open(files);
    var kinds = new ArrayList<KindSite>();
    var identity = Optional.<IdentitySite>empty();
    if (settings.identity().isPresent()) {
      var transport = transport(settings, tls, clock);
      opened.push(transport::close);
      var kept = IdentitySite.open(settings.identity().get(), transport, directory);
      opened.push(kept::close);
      identity = Optional.of(kept);
      kinds.add(kept);
    }
    var alignment = identity.<IdentityAlignment>map(it -> it).orElse(IdentityAlignment.NOT_NEEDED);
    var platform =
        new PlatformSite(
            List.of(
                new SingleRowApplier(sysinv, new DnsRow(), notInForce),
                new SingleRowApplier(sysinv, new NtpRow(), notInForce),
                new SingleRowApplier(sysinv, new RemoteLoggingRow(), notInForce),
                new SingleRowApplier(sysinv, new PtpRow(), notInForce),
                new PtpInstanceApplier(sysinv, notInForce),
                new ServiceParameterApplier(sysinv, notInForce),
                CaApplier.ofDeclared(sysinv, installed, clock),
                CaApplier.ofSystemController(sysinv, installed, clock),
                SysadminApplier.open(sysinv, files),
                new FernetApplier(sysinv, alignment)));
    kinds.add(platform);
    var dcCert = DcCertSite.open(sysinv, trust, settings.adminEndpoint(), directory, clock);
    opened.push(dcCert::close);
    kinds.add(dcCert);
    var services =
        new SiteServices(settings.services(), settings.credentials(), tls, settings.calls(), clock);
    return new StarlingXSite(sysinv, installed, files, services, identity, kinds);
  }

  private static IdentityTransport transport(
      StarlingXSettings settings, SSLContext tls, InstantSource clock) {
    return switch (settings.identity().orElseThrow().way()) {
      case IdentitySettings.Way.Tables tables -> new TablesTransport(tables);
      case IdentitySettings.Way.Dcdbsync(var dcdbsync) ->
          new RestTransport(
              new IdentityServices(dcdbsync, settings.credentials(), tls, settings.calls(), clock),
              clock);
    };
  }

  @Override
  public SortedMap<Kind, SortedSet<String>> capabilities() {
    var capabilities = new TreeMap<Kind, SortedSet<String>>();
    kinds.forEach((kind, site) -> capabilities.put(kind, site.types()));
    return capabilities;
  }

  @Override
  public SiteReading read(Kind kind, SortedSet<ItemKey> keys, boolean bypassCache) {
    var site = kinds.get(kind);
    return site == null ? new SiteReading.Values(new TreeMap<>()) : site.read(keys, bypassCache);
  }

  @Override
  public List<SiteResult> write(Kind kind, List<SiteWrite> writes) {
    var site = kinds.get(kind);
    return site == null
        ? writes.stream().map(write -> unsupported(kind, write)).toList()
        : site.write(writes);
  }

  static SiteResult unsupported(Kind kind, SiteWrite write) {
    return new SiteResult.Refused("unsupported type " + kind + "/" + write.key().type());
  }

  @Override
  public Verdict verdict() {
    return ServiceGroups.verdict(sysinv);
  }

  @Override
  public EndpointAudits audits() {
    return audits;
  }

  @Override
  public SoftwareStore software() {
    return software;
  }

  @Override
  public void identityKept(boolean kept) {
    identity.ifPresent(site -> site.kept(kept));
  }

  /** Calls that are under way fail. */
  @Override
  public void close() {
    kinds.values().forEach(KindSite::close);
    sysinv.close();
    services.close();
    close(installed::close);
    close(files::close);
  }

  private static void close(Closing directory) {
    try {
      directory.close();
    } catch (IOException e) {
      log.warn("directory of the site not closed reason={}", e.getMessage());
    }
  }

  @FunctionalInterface
  private interface Closing {
    void close() throws IOException;
  }
}
