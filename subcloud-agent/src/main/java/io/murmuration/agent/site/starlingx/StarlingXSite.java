package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.EndpointAudits;
import io.murmuration.agent.site.Site;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.Verdict;
import io.murmuration.agent.site.starlingx.audit.StarlingXAudits;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A StarlingX cloud, by way of its sysinv and Keystone. Remembers nothing of them but the token and
 * which CA was installed under which name; every reading asks.
 */
public final class StarlingXSite implements Site {
  private static final Logger log = LoggerFactory.getLogger(StarlingXSite.class);

  private final Sysinv sysinv;
  private final InstalledCas installed;
  private final SiteServices services;
  private final EndpointAudits audits;
  private final SortedMap<String, Applier> appliers = new TreeMap<>();

  private StarlingXSite(Sysinv sysinv, InstalledCas installed, SiteServices services) {
    this.sysinv = sysinv;
    this.installed = installed;
    this.services = services;
    this.audits = new StarlingXAudits(sysinv, services);
    for (RowType type : List.of(new DnsRow(), new NtpRow(), new RemoteLoggingRow())) {
      appliers.put(type.name(), new SingleRowApplier(sysinv, type));
    }
    appliers.put(TrustedCaApplier.TYPE, new TrustedCaApplier(sysinv, installed));
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
    var tls = settings.tls();
    return new StarlingXSite(
        new Sysinv(settings.sysinv(), settings.credentials(), tls, settings.calls(), clock),
        InstalledCas.open(directory),
        new SiteServices(
            settings.services(), settings.credentials(), tls, settings.calls(), clock));
  }

  @Override
  public SortedMap<Kind, SortedSet<String>> capabilities() {
    var capabilities = new TreeMap<Kind, SortedSet<String>>();
    capabilities.put(Kind.PLATFORM, new TreeSet<>(appliers.keySet()));
    return capabilities;
  }

  @Override
  public SiteReading read(Kind kind, SortedSet<ItemKey> keys, boolean bypassCache) {
    var values = new TreeMap<ItemKey, Payload>();
    if (kind == Kind.PLATFORM) {
      for (var byType : byType(keys).entrySet()) {
        var applier = appliers.get(byType.getKey());
        if (applier == null) {
          continue;
        }
        switch (applier.read(byType.getValue())) {
          case SiteReading.Values(var read) -> values.putAll(read);
          case SiteReading.Failed failed -> {
            return failed;
          }
        }
      }
    }
    return new SiteReading.Values(values);
  }

  private static SortedMap<String, SortedSet<ItemKey>> byType(SortedSet<ItemKey> keys) {
    var byType = new TreeMap<String, SortedSet<ItemKey>>();
    for (var key : keys) {
      byType.computeIfAbsent(key.type(), _ -> new TreeSet<>()).add(key);
    }
    return byType;
  }

  @Override
  public List<SiteResult> write(Kind kind, List<SiteWrite> writes) {
    var leaving = new HashSet<ItemKey>();
    for (var write : writes) {
      if (write instanceof SiteWrite.Delete(var key)) {
        leaving.add(key);
      }
    }
    var results = new ArrayList<SiteResult>(writes.size());
    for (var write : writes) {
      results.add(write(kind, write, leaving));
    }
    return results;
  }

  private SiteResult write(Kind kind, SiteWrite write, Set<ItemKey> leaving) {
    var applier = kind == Kind.PLATFORM ? appliers.get(write.key().type()) : null;
    if (applier == null) {
      return new SiteResult.Refused("unsupported type " + kind + "/" + write.key().type());
    }
    return switch (write) {
      case SiteWrite.Upsert(var key, var payload) -> applier.upsert(key, payload, leaving);
      case SiteWrite.Delete(var key) -> applier.delete(key);
    };
  }

  @Override
  public Verdict verdict() {
    return ServiceGroups.verdict(sysinv);
  }

  @Override
  public EndpointAudits audits() {
    return audits;
  }

  /** Calls that are under way fail. */
  @Override
  public void close() {
    sysinv.close();
    services.close();
    try {
      installed.close();
    } catch (IOException e) {
      log.warn("directory of installed CAs not closed reason={}", e.getMessage());
    }
  }
}
