package io.murmuration.central.gateway.wire;

import com.google.protobuf.ByteString;
import io.murmuration.central.operation.desk.AgentOrder;
import io.murmuration.proto.Cancel;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Operate;
import io.murmuration.proto.OperationReport;
import io.murmuration.proto.OperationsStored;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operations between protocol messages and the core's values, with every bound on them. */
public final class OperationFrames {
  /** With the ellipsis of a text that was cut. */
  static final int LONGEST_DETAILS = 1_000;

  static final int LONGEST_RESULT = 64 * 1024;
  private static final int MOST_IN_HELLO = 64;

  private OperationFrames() {}

  /** Those of Hello that this build understands. */
  public static List<Report> reports(List<OperationReport> said) throws MalformedFrame {
    var reports = new ArrayList<Report>();
    for (var one : said.subList(0, Math.min(said.size(), MOST_IN_HELLO))) {
      report(one).ifPresent(reports::add);
    }
    return reports;
  }

  /** Empty for a state that this build does not know. */
  public static Optional<Report> report(OperationReport said) throws MalformedFrame {
    if (said.getOperationId().size() != OperationId.BYTES) {
      throw new MalformedFrame(
          "operation_id: "
              + said.getOperationId().size()
              + " bytes (expected: "
              + OperationId.BYTES
              + ")");
    }
    var state = state(said.getState());
    if (state == null) {
      return Optional.empty();
    }
    boolean tooLong = said.getResult().size() > LONGEST_RESULT;
    var details =
        tooLong
            ? "a result of "
                + said.getResult().size()
                + " bytes was not kept (at most "
                + LONGEST_RESULT
                + "); "
                + said.getDetails()
            : said.getDetails();
    return Optional.of(
        new Report(
            OperationId.of(said.getOperationId().toByteArray()),
            state,
            Math.clamp(said.getPercent(), 0, 100),
            AgentText.of(details, LONGEST_DETAILS - 1),
            tooLong ? Payload.of("") : Payload.of(said.getResult().toByteArray())));
  }

  private static Report.@Nullable State state(OperationReport.State said) {
    return switch (said) {
      case ACCEPTED -> Report.State.ACCEPTED;
      case RUNNING -> Report.State.RUNNING;
      case SUCCEEDED -> Report.State.SUCCEEDED;
      case FAILED -> Report.State.FAILED;
      case CANCELLED -> Report.State.CANCELLED;
      case UNKNOWN -> Report.State.UNKNOWN;
      case STATE_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  static HubFrame frame(AgentOrder order) {
    var frame = HubFrame.newBuilder();
    switch (order) {
      case AgentOrder.Operate operate ->
          frame.setOperate(
              Operate.newBuilder()
                  .setOperationId(bytes(operate.id()))
                  .setType(operate.order().type())
                  .setArguments(ByteString.copyFrom(operate.order().arguments().bytes()))
                  .setDeadlineMs(operate.startWithin().toMillis())
                  .setHubEpoch(operate.order().hubEpoch())
                  .setJournalId(operate.journal())
                  .setSecret(operate.secret()));
      case AgentOrder.Cancel cancel ->
          frame.setCancel(Cancel.newBuilder().setOperationId(bytes(cancel.id())));
      case AgentOrder.Stored stored ->
          frame.setOperationsStored(
              OperationsStored.newBuilder().addOperationIds(bytes(stored.id())));
    }
    return frame.build();
  }

  private static ByteString bytes(OperationId id) {
    return ByteString.copyFrom(id.bytes());
  }
}
