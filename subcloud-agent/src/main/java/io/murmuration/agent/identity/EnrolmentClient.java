package io.murmuration.agent.identity;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.murmuration.proto.EnrollReply;
import io.murmuration.proto.EnrollRequest;
import io.murmuration.proto.EnrolmentGrpc;
import io.murmuration.proto.RenewRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks the hub's enrolment listener for certificates and stores what it gives. Calls block, at most
 * for the deadline. Thread-safe.
 */
public final class EnrolmentClient {
  private final ManagedChannel channel;
  private final Duration deadline;

  /**
   * @param channel to the enrolment listener; stays the caller's
   * @param deadline of one call
   */
  public EnrolmentClient(ManagedChannel channel, Duration deadline) {
    this.channel = channel;
    this.deadline = deadline;
  }

  /** Repeating the call with the same token and store gives the same certificate. */
  public EnrolmentResult enroll(IdentityStore store, String token) {
    return ask(
        store,
        request ->
            stub()
                .enroll(
                    EnrollRequest.newBuilder()
                        .setToken(token)
                        .setCertificateRequestPem(request)
                        .build()));
  }

  /** Proves the key of the current certificate by the request's signature. */
  public EnrolmentResult renew(IdentityStore store) {
    return ask(
        store,
        request ->
            stub().renew(RenewRequest.newBuilder().setCertificateRequestPem(request).build()));
  }

  private EnrolmentResult ask(IdentityStore store, Function<String, EnrollReply> call) {
    try {
      var reply = call.apply(store.key().requestPem());
      return new EnrolmentResult.Granted(store.save(Enrolled.of(reply)));
    } catch (StatusRuntimeException e) {
      var why = e.getStatus().getCode() + ": " + e.getStatus().getDescription();
      return switch (e.getStatus().getCode()) {
        case INVALID_ARGUMENT,
            NOT_FOUND,
            ALREADY_EXISTS,
            PERMISSION_DENIED,
            UNAUTHENTICATED,
            FAILED_PRECONDITION,
            UNIMPLEMENTED ->
            new EnrolmentResult.Refused(why);
        case OK,
            CANCELLED,
            UNKNOWN,
            DEADLINE_EXCEEDED,
            RESOURCE_EXHAUSTED,
            ABORTED,
            OUT_OF_RANGE,
            INTERNAL,
            UNAVAILABLE,
            DATA_LOSS ->
            new EnrolmentResult.Unreachable(why);
      };
    } catch (IOException e) {
      return new EnrolmentResult.Unreachable("the identity cannot be stored: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      return new EnrolmentResult.Refused("the hub's answer cannot be used: " + e.getMessage());
    }
  }

  private EnrolmentGrpc.EnrolmentBlockingStub stub() {
    return EnrolmentGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }
}
