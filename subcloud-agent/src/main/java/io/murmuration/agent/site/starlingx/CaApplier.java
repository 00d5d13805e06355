package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * CAs at the site, of one resource type: those that operators declare under names of their own
 * ({@code trusted-ca}), and those of the system controller under sysinv's signature ({@code
 * certificate}).
 *
 * <p>sysinv knows a CA by its serial number only; {@link InstalledCas} joins items and rows, and
 * keeps the contents that sysinv does not show. A CA that is listed already counts as installed,
 * whoever did it. One that was never declared is neither deleted nor replaced, except as sysinv
 * itself does: a newer CA takes the place of one with the same subject.
 *
 * <p>Interrupted anywhere, the next attempt ends where this one would have: the file is written
 * last when a CA comes, and after the service when one goes.
 */
final class CaApplier implements Applier {
  static final String TRUSTED_CA = "trusted-ca";
  static final String CERTIFICATE = "certificate";
  private static final String CONTENT = "certificate";
  private static final String MODE = "mode";
  private static final Duration DISK_RETRY = Duration.ofSeconds(30);

  private final String type;
  private final Sysinv sysinv;
  private final InstalledCas installed;
  private final InstantSource clock;

  private CaApplier(String type, Sysinv sysinv, InstalledCas installed, InstantSource clock) {
    this.type = type;
    this.sysinv = sysinv;
    this.installed = installed;
    this.clock = clock;
  }

  /** Of what operators declare: {@code {"certificate"}}. */
  static CaApplier ofDeclared(Sysinv sysinv, InstalledCas installed, InstantSource clock) {
    return new CaApplier(TRUSTED_CA, sysinv, installed, clock);
  }

  /** Of what the system controller has: {@code {"certificate","mode"}}, named by its signature. */
  static CaApplier ofSystemController(Sysinv sysinv, InstalledCas installed, InstantSource clock) {
    return new CaApplier(CERTIFICATE, sysinv, installed, clock);
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public SiteReading read(SortedSet<ItemKey> keys) {
    var answer = sysinv.certificates();
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unread(answer);
    }
    var rows = rows(body);
    var values = new TreeMap<ItemKey, Payload>();
    for (var key : keys) {
      installed
          .find(key)
          .filter(certificate -> rows.stream().anyMatch(certificate::isShownBy))
          .flatMap(certificate -> Values.payload(value(certificate)))
          .ifPresent(payload -> values.put(key, payload));
    }
    return new SiteReading.Values(values);
  }

  private Map<String, String> value(CaCertificate certificate) {
    return type.equals(TRUSTED_CA)
        ? Map.of(CONTENT, certificate.pem())
        : Map.of(CONTENT, certificate.pem(), MODE, certificate.mode());
  }

  private CaCertificate parse(ItemKey key, Payload payload) throws CertificateException {
    var value = Values.row(payload);
    if (type.equals(TRUSTED_CA)) {
      return CaCertificate.parse(CaCertificate.PLATFORM, value.text(CONTENT));
    }
    var certificate = CaCertificate.parse(value.text(MODE), value.text(CONTENT));
    if (!certificate.signature().equals(key.name())) {
      throw new CertificateException(
          "name: " + key.name() + " (expected: " + certificate.signature() + ")");
    }
    return certificate;
  }

  @Override
  public SiteResult upsert(ItemKey key, Payload payload, Set<ItemKey> leaving) {
    try {
      var wanted = parse(key, payload);
      var answer = sysinv.certificates();
      if (!(answer instanceof Answer.Done(var body))) {
        return Values.unwritten(answer);
      }
      var rows = rows(body);
      if (rows.stream().noneMatch(wanted::isShownBy)) {
        var obstacle = obstacle(key, wanted, rows, leaving);
        if (obstacle.isPresent()) {
          return new SiteResult.Refused(key + ": " + obstacle.get());
        }
        forgetLost(key, wanted);
        var done = sysinv.installCa(wanted.mode(), wanted.pem());
        if (!(done instanceof Answer.Done)) {
          return Values.result(done);
        }
      }
      return replace(key, wanted);
    } catch (CertificateException e) {
      return new SiteResult.Refused(key + ": " + e.getMessage());
    } catch (IOException e) {
      return unsaved(e);
    }
  }

  private Optional<String> obstacle(
      ItemKey key, CaCertificate wanted, List<Row> rows, Set<ItemKey> leaving) {
    return clock.instant().isAfter(wanted.until())
        ? Optional.of(
            "the certificate expired at "
                + wanted.until()
                + " (expected: one that is valid); it was not installed")
        : owner(key, wanted, rows, leaving);
  }

  /** What installing would take from somebody else: sysinv keeps one CA per serial and subject. */
  private Optional<String> owner(
      ItemKey key, CaCertificate wanted, List<Row> rows, Set<ItemKey> leaving) {
    for (var other : installed.others(key).entrySet()) {
      var certificate = other.getValue();
      if (leaving.contains(other.getKey())
          || rows.stream().noneMatch(certificate::isShownBy)
          || !certificate.mode().equals(wanted.mode())) {
        continue;
      }
      if (certificate.signature().equals(wanted.signature())
          || certificate.subject().equals(wanted.subject())) {
        return Optional.of(
            "sysinv keeps one CA per serial number and per subject, and "
                + other.getKey().name()
                + " has the same (expected: only one of the two declared)");
      }
    }
    boolean taken = rows.stream().anyMatch(wanted::hasSignatureOf);
    boolean ours =
        installed.all().values().stream()
            .anyMatch(certificate -> certificate.signature().equals(wanted.signature()));
    return taken && !ours
        ? Optional.of(
            "the site has another CA with serial number "
                + wanted.x509().getSerialNumber()
                + ", which was not declared (expected: it is removed at the site first)")
        : Optional.empty();
  }

  /**
   * A certificate that is about to be installed was not there: what says so for another item is out
   * of date, and would keep it at the site when this one is deleted.
   */
  private void forgetLost(ItemKey key, CaCertificate wanted) throws IOException {
    installed.forget(
        installed.others(key).entrySet().stream()
            .filter(other -> other.getValue().signature().equals(wanted.signature()))
            .map(Map.Entry::getKey)
            .toList());
  }

  private SiteResult replace(ItemKey key, CaCertificate wanted) throws IOException {
    var before = installed.find(key);
    if (before.isPresent() && !before.get().signature().equals(wanted.signature())) {
      var gone = remove(key, before.get());
      if (!(gone instanceof SiteResult.Applied)) {
        return gone;
      }
    }
    installed.put(key, wanted);
    return SiteResult.APPLIED;
  }

  @Override
  public SiteResult delete(ItemKey key) {
    var certificate = installed.find(key);
    if (certificate.isEmpty()) {
      return SiteResult.APPLIED;
    }
    var gone = remove(key, certificate.get());
    if (gone instanceof SiteResult.Applied) {
      try {
        installed.forget(List.of(key));
      } catch (IOException e) {
        return unsaved(e);
      }
    }
    return gone;
  }

  /** Takes a certificate off the site, unless it is declared as another item as well. */
  private SiteResult remove(ItemKey key, CaCertificate certificate) {
    boolean shared =
        installed.others(key).values().stream()
            .anyMatch(other -> other.signature().equals(certificate.signature()));
    if (shared) {
      return SiteResult.APPLIED;
    }
    var answer = sysinv.certificates();
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    for (var row : rows(body)) {
      if (certificate.isShownBy(row)) {
        var deleted = delete(key, certificate, row);
        if (!(deleted instanceof SiteResult.Applied)) {
          return deleted;
        }
      }
    }
    return SiteResult.APPLIED;
  }

  private SiteResult delete(ItemKey key, CaCertificate certificate, Row row) {
    if (certificate.mode().equals(CaCertificate.OPENSTACK)) {
      return new SiteResult.Refused(
          key + ": sysinv removes no CA of OpenStack (expected: another one in its place)");
    }
    return switch (sysinv.deleteCertificate(row.text("uuid"))) {
      case Answer.Missing _ -> SiteResult.APPLIED;
      case Answer other -> Values.result(other);
    };
  }

  private static List<Row> rows(Row body) {
    return body.rows("certificates");
  }

  private static SiteResult unsaved(IOException e) {
    return new SiteResult.Deferred(
        DISK_RETRY, "the list of installed CAs cannot be written: " + e.getMessage());
  }
}
