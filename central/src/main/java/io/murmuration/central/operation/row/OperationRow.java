package io.murmuration.central.operation.row;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.Operation;
import io.murmuration.sync.operation.Operation.Stage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A row as the core's machine sees it, with what goes beside.
 *
 * @param operation its arguments are empty unless it was read to be offered
 * @param secret its arguments are
 * @param startWithin time that is left until its deadline; zero if that is over
 * @param session that may report, as hub epoch and number; zeros before the first offer
 * @param held the subcloud takes no orders now
 * @param result what the agent gave with the end; null for none, or if it stays as it is
 * @param settles the row is settled by this change, and was not before
 */
public record OperationRow(
    SubcloudId subcloud,
    Operation operation,
    boolean secret,
    Duration startWithin,
    Session session,
    boolean held,
    @Nullable Payload result,
    boolean settles) {

  /** As in the columns; nobody yet, before the first offer. */
  public record Session(long hubEpoch, long number) {}

  /** A copy that stands as {@code next}. */
  public OperationRow with(Operation next) {
    boolean settling = isSettled(next.stage()) && !next.stage().equals(operation.stage());
    return new OperationRow(
        subcloud, next, secret, startWithin, session, held, result, settles || settling);
  }

  /** A copy that this session may report about. */
  public OperationRow of(Session next) {
    return new OperationRow(subcloud, operation, secret, startWithin, next, held, result, settles);
  }

  public OperationRow result(@Nullable Payload next) {
    return new OperationRow(subcloud, operation, secret, startWithin, session, held, next, settles);
  }

  private static boolean isSettled(Stage stage) {
    return stage instanceof Stage.Settled || stage instanceof Stage.OutcomeUnknown;
  }
}
