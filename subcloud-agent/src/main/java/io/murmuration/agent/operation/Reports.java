package io.murmuration.agent.operation;

import com.google.protobuf.ByteString;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.OperationReport;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.LedgerEvent;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Report;

/** Between endings, the core's reports and frames; every bound on them is here. Stateless. */
final class Reports {
  private Reports() {}

  static AgentFrame frame(Report report) {
    return AgentFrame.newBuilder()
        .setOperationReport(brief(report).setResult(ByteString.copyFrom(report.result().bytes())))
        .build();
  }

  /** Without the result. */
  static OperationReport.Builder brief(Report report) {
    return OperationReport.newBuilder()
        .setOperationId(ByteString.copyFrom(report.id().bytes()))
        .setState(
            switch (report.state()) {
              case ACCEPTED -> OperationReport.State.ACCEPTED;
              case RUNNING -> OperationReport.State.RUNNING;
              case SUCCEEDED -> OperationReport.State.SUCCEEDED;
              case FAILED -> OperationReport.State.FAILED;
              case CANCELLED -> OperationReport.State.CANCELLED;
              case UNKNOWN -> OperationReport.State.UNKNOWN;
            })
        .setPercent(report.percent())
        .setDetails(report.details());
  }

  static LedgerEvent event(OperationId id, Ending ending) {
    return switch (ending) {
      case Ending.Succeeded(var details, var result) -> ended(id, true, details, result);
      case Ending.Failed(var details, var result) -> ended(id, false, details, result);
      case Ending.NotStarted(var details) ->
          new LedgerEvent.Probed(id, LedgerEvent.ProbeResult.NOT_STARTED, shortened(details));
      case Ending.CannotTell(var details) ->
          new LedgerEvent.Probed(id, LedgerEvent.ProbeResult.CANNOT_TELL, shortened(details));
    };
  }

  private static LedgerEvent ended(
      OperationId id, boolean success, String details, Payload result) {
    if (result.size() <= Ending.LONGEST_RESULT) {
      return new LedgerEvent.Ended(id, success, shortened(details), result);
    }
    var why =
        "its result of "
            + result.size()
            + " bytes was not kept (at most "
            + Ending.LONGEST_RESULT
            + "); "
            + details;
    return new LedgerEvent.Ended(id, success, shortened(why), Ending.NO_RESULT);
  }

  static String shortened(String text) {
    if (text.length() <= Ending.LONGEST_DETAILS) {
      return text;
    }
    int end = Ending.LONGEST_DETAILS - 1;
    boolean halves = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, halves ? end - 1 : end) + "…";
  }
}
