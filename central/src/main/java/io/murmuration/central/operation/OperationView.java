package io.murmuration.central.operation;

import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it is shown.
 *
 * @param serial grows with each operation; where the next page begins
 * @param age since the row changed its state
 * @param result as the agent gave it
 * @param connected the subcloud's agent is
 * @param hold why the subcloud takes no orders; null if it does
 * @param hubHold why the hub gives none at all; null if it does
 */
record OperationView(
    UUID id,
    long serial,
    SubcloudId subcloud,
    String subcloudName,
    String type,
    String operationClass,
    String state,
    int percent,
    String details,
    boolean cancelAsked,
    @Nullable String result,
    Instant deadline,
    Instant createdAt,
    @Nullable Instant offeredAt,
    @Nullable Instant settledAt,
    Duration age,
    String askedBy,
    String requestId,
    boolean connected,
    @Nullable String hold,
    @Nullable String hubHold) {

  OperationId operationId() {
    return new OperationId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  boolean isRunning() {
    return state.equals("running");
  }

  /** Why it stands where it stands, in words. */
  String reason() {
    var why =
        switch (state) {
          case "created" -> waiting();
          case "offered" ->
              connected
                  ? "was sent; the agent has not answered yet"
                  : "was sent; the agent is away and will be asked again when it is back";
          case "accepted" -> "waits at the site for another operation to end";
          case "running" ->
              connected ? "runs" : "ran when the agent was last heard; it is away now";
          case "succeeded" -> "has succeeded";
          case "failed" -> "has failed";
          case "cancelled" -> "was never started, and never will be";
          default -> "outcome unknown: the agent's next report, or a person, settles it";
        };
    boolean open = !state.equals("succeeded") && !state.equals("failed");
    return cancelAsked && open && !state.equals("cancelled") ? why + "; was asked to stop" : why;
  }

  private String waiting() {
    if (hubHold != null) {
      return "waits: the hub is held, until it is recovered: " + hubHold;
    }
    if (hold != null) {
      return "waits: the subcloud is held: " + hold;
    }
    return connected
        ? "waits to be sent: others are under way there, or the site's history is not this hub's"
        : "waits until the subcloud's agent is connected";
  }
}
