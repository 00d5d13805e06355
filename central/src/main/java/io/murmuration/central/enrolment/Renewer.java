package io.murmuration.central.enrolment;

import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.certificate.CertificateRequest;
import io.murmuration.central.certificate.CertificateSettings;
import io.murmuration.central.certificate.HubCa;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Gives new certificates to enrolments that have one, a batch in one transaction. The presented
 * certificate may have expired; its key, proven by TLS, is the agent's identity and does not
 * change: another key takes a token. Thread-safe; blocks.
 */
public final class Renewer {
  /**
   * @param presented the certificate that TLS has verified to be ours and the caller's
   * @param presentedKeyHash its key, see {@link CertificateRequest#keyHash()}
   */
  public record Call(
      AgentIdentity presented, String presentedKeyHash, CertificateRequest request) {}

  private final Transactions transactions;
  private final HubCa ca;
  private final CertificateSettings settings;
  private final InstantSource clock;
  private final CertificateRepository certificates = new CertificateRepository();

  public Renewer(
      Transactions transactions, HubCa ca, CertificateSettings settings, InstantSource clock) {
    this.transactions = transactions;
    this.ca = ca;
    this.settings = settings;
    this.clock = clock;
  }

  /** One answer per call, in the same order, all committed. */
  public List<Issuance> renew(List<Call> calls) {
    return transactions.inTx(tx -> renew(tx, calls));
  }

  private List<Issuance> renew(Tx tx, List<Call> calls) {
    var known =
        certificates.known(tx, calls.stream().map(call -> call.presented().serial()).toList());
    var newest =
        certificates.newest(
            tx, known.values().stream().map(CertificateRepository.Known::enrolment).toList());
    var issued = new ArrayList<CertificateRepository.New>();
    var current = new HashMap<UUID, String>();
    var answers = new ArrayList<Issuance>();
    for (var call : calls) {
      var row = known.get(call.presented().serial());
      var refusal = RenewRules.refusal(call, row);
      if (refusal.isPresent() || row == null) {
        answers.add(Issuance.refused(refusal.orElse(Issuance.Reason.SERIAL_UNKNOWN)));
        continue;
      }
      String pem = current.computeIfAbsent(row.enrolment(), _ -> youngOrNew(call, newest, issued));
      answers.add(new Issuance.Granted(row.subcloud(), row.subcloudName(), pem + ca.issuers()));
    }
    if (!issued.isEmpty()) {
      certificates.insert(tx, issued);
    }
    return answers;
  }

  private String youngOrNew(
      Call call,
      Map<UUID, CertificateRepository.Newest> newest,
      List<CertificateRepository.New> issued) {
    var presented = call.presented();
    var request = call.request();
    var young = newest.get(presented.enrolment());
    if (young != null
        && RenewRules.isYoung(
            young, request.keyHash(), settings.agentLifetime(), clock.instant())) {
      return young.pem();
    }
    var certificate =
        ca.issueAgent(
            presented.subcloud(), presented.enrolment(), request.key(), settings.agentLifetime());
    var row = Enroller.row(certificate, presented.enrolment(), request);
    issued.add(row);
    return row.pem();
  }
}
