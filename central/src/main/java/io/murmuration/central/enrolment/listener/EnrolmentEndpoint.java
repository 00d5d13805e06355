package io.murmuration.central.enrolment.listener;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.murmuration.central.api.http.FailureLimit;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.certificate.CertificateRequest;
import io.murmuration.central.certificate.HubCa;
import io.murmuration.central.enrolment.Enroller;
import io.murmuration.central.enrolment.Issuance;
import io.murmuration.central.enrolment.Renewer;
import io.murmuration.central.enrolment.TokenSecret;
import io.murmuration.central.observe.LogContext;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.proto.EnrollReply;
import io.murmuration.proto.EnrollRequest;
import io.murmuration.proto.EnrolmentGrpc;
import io.murmuration.proto.RenewRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service {@code Enrolment}. Called on event loops, where it only counts; each admitted call
 * has a virtual thread, which checks the request and waits for its batch no longer than the caller
 * does.
 *
 * <p>A refused caller hears the same words whatever the reason; the log knows it.
 */
final class EnrolmentEndpoint extends EnrolmentGrpc.EnrolmentImplBase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EnrolmentEndpoint.class);

  /** Signing takes about half a millisecond each, and the transaction is open meanwhile. */
  private static final int LARGEST_BATCH = 64;

  private final HubCa ca;
  private final EnrolmentSettings settings;
  private final Semaphore places;
  private final FailureLimit failures;
  private final Batches<Enroller.Call, Issuance> enrolments;
  private final Batches<Renewer.Call, Issuance> renewals;

  EnrolmentEndpoint(
      HubCa ca,
      Enroller enroller,
      Renewer renewer,
      EnrolmentSettings settings,
      InstantSource clock) {
    this.ca = ca;
    this.settings = settings;
    this.places = new Semaphore(settings.inFlight());
    this.failures = new FailureLimit(settings.failuresPerMinute(), clock);
    this.enrolments = new Batches<>("enrol", settings.inFlight(), LARGEST_BATCH, enroller::enroll);
    this.renewals = new Batches<>("renew", settings.inFlight(), LARGEST_BATCH, renewer::renew);
  }

  @Override
  public void enroll(EnrollRequest request, StreamObserver<EnrollReply> out) {
    admit(out, peer -> enroll(request, peer));
  }

  @Override
  public void renew(RenewRequest request, StreamObserver<EnrollReply> out) {
    admit(out, peer -> renew(request, peer));
  }

  @Override
  public void close() {
    enrolments.close();
    renewals.close();
  }

  private EnrollReply enroll(EnrollRequest request, Peer peer) {
    var wanted = parse(request.getCertificateRequestPem(), peer);
    var token = TokenSecret.of(request.getToken());
    String address = peer.address().getHostAddress();
    var call = new Enroller.Call(token.hash(), wanted, address);
    return reply("enrol", await(enrolments, call), peer, "enrolment token not accepted");
  }

  private EnrollReply renew(RenewRequest request, Peer peer) {
    var presented = peer.certificate();
    if (presented == null) {
      failures.failed(peer.address());
      throw refused(
          Status.UNAUTHENTICATED, "client certificate: none (expected: the one to be renewed)");
    }
    var identity = AgentIdentity.of(presented);
    try (var _ = LogContext.subcloud(identity.subcloud().toString())) {
      var wanted = parse(request.getCertificateRequestPem(), peer);
      var call = new Renewer.Call(identity, CertificateRequest.keyHash(presented), wanted);
      return reply("renew", await(renewals, call), peer, "certificate not accepted for renewal");
    }
  }

  private CertificateRequest parse(String pem, Peer peer) {
    return switch (CertificateRequest.parse(pem)) {
      case CertificateRequest.Outcome.Accepted(var request) -> request;
      case CertificateRequest.Outcome.Refused(var why) -> {
        failures.failed(peer.address());
        throw refused(Status.INVALID_ARGUMENT, why);
      }
    };
  }

  private EnrollReply reply(String what, Issuance issuance, Peer peer, String refusal) {
    String address = peer.address().getHostAddress();
    return switch (issuance) {
      case Issuance.Granted(var subcloud, var name, var pem) -> {
        try (var _ = LogContext.subcloud(subcloud.toString())) {
          LOG.info("{} granted name={} address={}", what, name, address);
        }
        yield EnrollReply.newBuilder()
            .setSubcloudId(subcloud.value())
            .setSubcloudName(name)
            .setCertificatePem(pem)
            .setTrustPem(ca.trustBundle())
            .addAllHubAddresses(settings.hubAddresses())
            .build();
      }
      case Issuance.Refused(var reason) -> {
        failures.failed(peer.address());
        LOG.warn("{} refused reason={} address={}", what, reason, address);
        throw refused(Status.PERMISSION_DENIED, refusal);
      }
      case Issuance.Busy() ->
          throw refused(Status.UNAVAILABLE, "another enrolment of this subcloud is under way");
    };
  }

  private <Q, A> A await(Batches<Q, A> batches, Q call) {
    var answer =
        batches
            .submit(call)
            .orElseThrow(() -> refused(Status.RESOURCE_EXHAUSTED, "too many requests wait"));
    try {
      return answer.get(patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw refused(Status.DEADLINE_EXCEEDED, "no answer in time; try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(Status.UNAVAILABLE, "this node stops");
    } catch (CancellationException e) {
      throw refused(Status.UNAVAILABLE, "this node stops");
    } catch (ExecutionException e) {
      var cause = e.getCause();
      throw failed(cause == null ? e : cause);
    } finally {
      answer.cancel(false);
    }
  }

  private Duration patience() {
    var deadline = Context.current().getDeadline();
    if (deadline == null) {
      return settings.patience();
    }
    var left = Duration.ofMillis(deadline.timeRemaining(TimeUnit.MILLISECONDS));
    return left.compareTo(settings.patience()) < 0 ? left : settings.patience();
  }

  private void admit(StreamObserver<EnrollReply> out, Function<Peer, EnrollReply> handler) {
    var peer = Peer.current();
    if (!failures.mayTry(peer.address())) {
      out.onError(
          refused(
              Status.RESOURCE_EXHAUSTED,
              "too many refused attempts from this address; wait a minute"));
      return;
    }
    if (!places.tryAcquire()) {
      out.onError(refused(Status.RESOURCE_EXHAUSTED, "too many requests at once; try again"));
      return;
    }
    // with a handler set, answering a call that was cancelled meanwhile does nothing
    ((ServerCallStreamObserver<EnrollReply>) out).setOnCancelHandler(() -> {});
    Thread.ofVirtual()
        .name("enrolment-call")
        .start(
            Context.current()
                .wrap(() -> {
                  try {
                    answer(out, () -> handler.apply(peer));
                  } finally {
                    places.release();
                  }
                }));
  }

  private static void answer(StreamObserver<EnrollReply> out, Supplier<EnrollReply> work) {
    EnrollReply reply;
    try {
      reply = work.get();
    } catch (StatusRuntimeException e) {
      out.onError(e);
      return;
    } catch (RuntimeException e) {
      out.onError(failed(e));
      return;
    }
    out.onNext(reply);
    out.onCompleted();
  }

  private static StatusRuntimeException failed(Throwable cause) {
    if (DatabaseFailures.isAway(cause)) {
      return refused(Status.UNAVAILABLE, "the hub's database cannot be reached; try again");
    }
    LOG.error("enrolment failed", cause);
    return refused(Status.INTERNAL, "the hub failed; its log says why");
  }

  private static StatusRuntimeException refused(Status status, String why) {
    return status.withDescription(why).asRuntimeException();
  }
}
