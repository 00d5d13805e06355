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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * CAs that the site trusts: sysinv certificates of mode {@code ssl_ca}.
 *
 * <p>Declared CAs have names, sysinv's have serial numbers; {@link InstalledCas} joins them. A CA
 * that is listed already counts as installed, whoever did it. One that was never declared is
 * neither deleted nor replaced, except as sysinv itself does: a newer CA takes the place of one
 * with the same subject.
 *
 * <p>Interrupted anywhere, the next attempt ends where this one would have: the file is written
 * last when a CA comes, and after the service when one goes.
 */
final class TrustedCaApplier implements Applier {
  static final String TYPE = "trusted-ca";
  private static final String FIELD = "certificate";
  private static final Duration DISK_RETRY = Duration.ofSeconds(30);

  private final Sysinv sysinv;
  private final InstalledCas installed;

  TrustedCaApplier(Sysinv sysinv, InstalledCas installed) {
    this.sysinv = sysinv;
    this.installed = installed;
  }

  @Override
  public String type() {
    return TYPE;
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
          .find(key.name())
          .filter(certificate -> rows.stream().anyMatch(certificate::isShownBy))
          .flatMap(certificate -> Values.payload(Map.of(FIELD, certificate.pem())))
          .ifPresent(payload -> values.put(key, payload));
    }
    return new SiteReading.Values(values);
  }

  @Override
  public SiteResult upsert(ItemKey key, Payload payload, Set<ItemKey> leaving) {
    try {
      var wanted = CaCertificate.parse(Values.row(payload).text(FIELD));
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
        var done = sysinv.installCa(wanted.pem());
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

  /** What installing would take from somebody else: sysinv keeps one CA per serial and subject. */
  private Optional<String> obstacle(
      ItemKey key, CaCertificate wanted, List<Row> rows, Set<ItemKey> leaving) {
    for (var other : installed.others(key.name()).entrySet()) {
      var certificate = other.getValue();
      if (leaving.contains(new ItemKey(TYPE, other.getKey()))
          || rows.stream().noneMatch(certificate::isShownBy)) {
        continue;
      }
      if (certificate.signature().equals(wanted.signature())
          || certificate.subject().equals(wanted.subject())) {
        return Optional.of(
            "sysinv keeps one CA per serial number and per subject, and "
                + other.getKey()
                + " has the same (expected: only one of the two declared)");
      }
    }
    boolean taken = rows.stream().anyMatch(wanted::hasSignatureOf);
    boolean ours =
        installed.others("").values().stream()
            .anyMatch(certificate -> certificate.signature().equals(wanted.signature()));
    return taken && !ours
        ? Optional.of(
            "the site has another CA with serial number "
                + wanted.x509().getSerialNumber()
                + ", which was not declared (expected: it is removed at the site first)")
        : Optional.empty();
  }

  /**
   * A certificate that is about to be installed was not there: what says so under another name is
   * out of date, and would keep it at the site when this one is deleted.
   */
  private void forgetLost(ItemKey key, CaCertificate wanted) throws IOException {
    installed.forget(
        installed.others(key.name()).entrySet().stream()
            .filter(other -> other.getValue().signature().equals(wanted.signature()))
            .map(Map.Entry::getKey)
            .toList());
  }

  private SiteResult replace(ItemKey key, CaCertificate wanted) throws IOException {
    var before = installed.find(key.name());
    if (before.isPresent() && !before.get().signature().equals(wanted.signature())) {
      var gone = remove(key, before.get());
      if (!(gone instanceof SiteResult.Applied)) {
        return gone;
      }
    }
    installed.put(key.name(), wanted);
    return SiteResult.APPLIED;
  }

  @Override
  public SiteResult delete(ItemKey key) {
    var certificate = installed.find(key.name());
    if (certificate.isEmpty()) {
      return SiteResult.APPLIED;
    }
    var gone = remove(key, certificate.get());
    if (gone instanceof SiteResult.Applied) {
      try {
        installed.forget(List.of(key.name()));
      } catch (IOException e) {
        return unsaved(e);
      }
    }
    return gone;
  }

  /** Takes a certificate off the site, unless it is declared under another name as well. */
  private SiteResult remove(ItemKey key, CaCertificate certificate) {
    boolean shared =
        installed.others(key.name()).values().stream()
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
        var deleted = sysinv.deleteCertificate(row.text("uuid"));
        if (!(deleted instanceof Answer.Missing)) {
          return Values.result(deleted);
        }
      }
    }
    return SiteResult.APPLIED;
  }

  private static List<Row> rows(Row body) {
    return body.rows("certificates");
  }

  private static SiteResult unsaved(IOException e) {
    return new SiteResult.Deferred(
        DISK_RETRY, "the list of installed CAs cannot be written: " + e.getMessage());
  }
}
