package io.murmuration.central.enrolment;

import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.certificate.CertificateRequest;
import io.murmuration.central.certificate.CertificateSettings;
import io.murmuration.central.certificate.HubCa;
import io.murmuration.central.certificate.Pem;
import io.murmuration.central.enrolment.EnrolRules.Decision;
import io.murmuration.central.enrolment.Issuance.Reason;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Redeems tokens, a batch in one transaction. A new enrolment withdraws the subcloud's former one.
 * Thread-safe; blocks.
 */
public final class Enroller {
  /**
   * A request whose form was checked.
   *
   * @param tokenHash see {@link TokenSecret#hash}
   * @param address where it came from, for the audit trail
   */
  public record Call(String tokenHash, CertificateRequest request, String address) {}

  private static final String REPLACED = "replaced by a new enrolment";

  private final Transactions transactions;
  private final HubCa ca;
  private final CertificateSettings settings;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final ChangeNudge nudge;
  private final EnrolRepository repository = new EnrolRepository();
  private final CertificateRepository certificates = new CertificateRepository();
  private final Revocations revocations = new Revocations();

  public Enroller(
      Transactions transactions,
      HubCa ca,
      CertificateSettings settings,
      InstantSource clock,
      Supplier<UUID> ids,
      ChangeNudge nudge) {
    this.transactions = transactions;
    this.ca = ca;
    this.settings = settings;
    this.clock = clock;
    this.ids = ids;
    this.nudge = nudge;
  }

  /** One answer per call, in the same order, all committed. */
  public List<Issuance> enroll(List<Call> calls) {
    var done = transactions.inTx(tx -> new Batch(tx, calls).run());
    if (done.revoked()) {
      nudge.nudge();
    }
    return done.answers();
  }

  /**
   * @param revoked a former agent is to be cut off
   */
  private record Done(List<Issuance> answers, boolean revoked) {}

  /** The work of one transaction; confined to it. */
  private final class Batch {
    private final Tx tx;
    private final List<Call> calls;
    private final Map<Integer, String> names;
    private final List<Decision> decisions;
    private final List<EnrolRepository.New> enrolments = new ArrayList<>();
    private final List<CertificateRepository.New> issued = new ArrayList<>();
    private final Map<String, Issuance> byToken = new HashMap<>();

    Batch(Tx tx, List<Call> calls) {
      this.tx = tx;
      this.calls = calls;
      var hashes = new LinkedHashSet<String>();
      calls.forEach(call -> hashes.add(call.tokenHash()));
      this.names = repository.lockSubclouds(tx, hashes);
      var tokens = repository.tokens(tx, hashes);
      tokens.values().removeIf(token -> !names.containsKey(token.subcloud()));
      this.decisions = EnrolRules.decide(calls, tokens, clock.instant());
    }

    Done run() {
      for (int i = 0; i < calls.size(); i++) {
        if (decisions.get(i) instanceof Decision.Enrol(var token)) {
          issue(calls.get(i), token);
        }
      }
      boolean revoked = !enrolments.isEmpty() && store();
      return new Done(answers(), revoked);
    }

    private void issue(Call call, EnrolRules.Token token) {
      var subcloud = new SubcloudId(token.subcloud());
      var enrolment = ids.get();
      var request = call.request();
      var certificate = ca.issueAgent(subcloud, enrolment, request.key(), settings.agentLifetime());
      var row = row(certificate, enrolment, request);
      issued.add(row);
      enrolments.add(new EnrolRepository.New(enrolment, subcloud, token.hash(), request.keyHash()));
      byToken.put(token.hash(), granted(subcloud, row.pem()));
      AuditTrail.record(tx, audit(call, subcloud, enrolment));
    }

    /** True if former enrolments were withdrawn. */
    private boolean store() {
      var now = clock.instant();
      var replaced =
          repository.enrolled(tx, enrolments.stream().map(EnrolRepository.New::subcloud).toList());
      if (!replaced.isEmpty()) {
        revocations.withdraw(tx, replaced, REPLACED);
      }
      repository.insert(tx, enrolments, now);
      repository.bindTokens(tx, enrolments, now);
      repository.markDeployed(tx, enrolments, now);
      certificates.insert(tx, issued);
      revocations.announce(tx, replaced);
      return !replaced.isEmpty();
    }

    private List<Issuance> answers() {
      var before =
          decisions.stream()
              .filter(Decision.Again.class::isInstance)
              .map(decision -> ((Decision.Again) decision).enrolment())
              .toList();
      var newest =
          before.isEmpty()
              ? Map.<UUID, CertificateRepository.Newest>of()
              : certificates.newest(tx, before);
      return decisions.stream().map(decision -> answer(decision, newest)).toList();
    }

    private Issuance answer(Decision decision, Map<UUID, CertificateRepository.Newest> newest) {
      return switch (decision) {
        case Decision.Enrol(var token) -> issuedFor(token);
        case Decision.SameAs(var token) -> issuedFor(token);
        case Decision.Again(var token, var enrolment) -> {
          var found = newest.get(enrolment);
          yield found == null
              ? Issuance.refused(Reason.ENROLMENT_REVOKED)
              : granted(new SubcloudId(token.subcloud()), found.pem());
        }
        case Decision.Refuse(var reason) -> Issuance.refused(reason);
        case Decision.Later() -> new Issuance.Busy();
      };
    }

    private Issuance issuedFor(EnrolRules.Token token) {
      var answer = byToken.get(token.hash());
      if (answer == null) {
        throw new IllegalStateException("token: decided to enrol, but nothing was issued");
      }
      return answer;
    }

    private Issuance granted(SubcloudId subcloud, String pem) {
      String name = names.getOrDefault(Math.toIntExact(subcloud.value()), "");
      return new Issuance.Granted(subcloud, name, pem + ca.issuers());
    }

    private AuditEntry audit(Call call, SubcloudId subcloud, UUID enrolment) {
      String name = names.getOrDefault(Math.toIntExact(subcloud.value()), "");
      return new AuditEntry(
          "enrol-" + enrolment,
          "agent",
          "",
          call.address(),
          "enrol agent",
          "subcloud %s (%d)".formatted(name, subcloud.value()),
          null,
          null,
          null);
    }
  }

  static CertificateRepository.New row(
      X509Certificate certificate, UUID enrolment, CertificateRequest request) {
    var identity = AgentIdentity.of(certificate);
    return new CertificateRepository.New(
        identity.serial(),
        identity.subcloud(),
        enrolment,
        request.keyHash(),
        Pem.of(certificate),
        certificate.getNotAfter().toInstant());
  }
}
