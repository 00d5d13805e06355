package io.murmuration.sync.operation;

import org.jspecify.annotations.Nullable;

/**
 * The hub's row of one operation. Immutable.
 *
 * @param journal the agent's journal it was offered to, stored before the first frame left; null
 *     while it was never offered
 * @param cancelAsked somebody wants it not to start
 */
public record Operation(Order order, Stage stage, @Nullable String journal, boolean cancelAsked) {

  /** Where it stands. */
  public sealed interface Stage {
    /** Ordered; no agent was told. */
    record Created() implements Stage {}

    /** Sent, or about to be; the agent has not answered. */
    record Offered() implements Stage {}

    /** In the agent's ledger; waits there for its turn. */
    record Accepted() implements Stage {}

    record Running(int percent, String details) implements Stage {}

    record Settled(Outcome outcome, String details) implements Stage {}

    /**
     * Openly unknown, until a report, a probe or a person settles it. Keeps its place in budgets.
     */
    record OutcomeUnknown(String why) implements Stage {}

    default boolean isOpen() {
      return !(this instanceof Settled);
    }
  }

  public static Operation created(Order order) {
    return new Operation(order, new Stage.Created(), null, false);
  }

  /** Whether another mutating operation of the subcloud has to wait for this one. */
  public boolean blocksOthers() {
    return order.mutating() && stage.isOpen();
  }

  Operation stage(Stage next) {
    return new Operation(order, next, journal, cancelAsked);
  }

  Operation offeredTo(String name) {
    return new Operation(order, new Stage.Offered(), name, cancelAsked);
  }

  Operation cancelled() {
    return new Operation(order, stage, journal, true);
  }
}
