package io.murmuration.central.operation.row;

import io.murmuration.sync.operation.Operation.Stage;
import io.murmuration.sync.operation.Outcome;

/** Between the core's stages and the columns state, percent and details. */
final class Stages {
  private static final int LONGEST_DETAILS = 1_000;

  private Stages() {}

  static Stage of(String state, int percent, String details) {
    return switch (state) {
      case "created" -> new Stage.Created();
      case "offered" -> new Stage.Offered();
      case "accepted" -> new Stage.Accepted();
      case "running" -> new Stage.Running(percent, details);
      case "succeeded" -> new Stage.Settled(Outcome.SUCCEEDED, details);
      case "failed" -> new Stage.Settled(Outcome.FAILED, details);
      case "cancelled" -> new Stage.Settled(Outcome.CANCELLED, details);
      case "unknown" -> new Stage.OutcomeUnknown(details);
      default -> throw new IllegalStateException("operation.state: " + state);
    };
  }

  static String state(Stage stage) {
    return switch (stage) {
      case Stage.Created _ -> "created";
      case Stage.Offered _ -> "offered";
      case Stage.Accepted _ -> "accepted";
      case Stage.Running _ -> "running";
      case Stage.Settled(var outcome, _) ->
          switch (outcome) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
          };
      case Stage.OutcomeUnknown _ -> "unknown";
    };
  }

  static int percent(Stage stage) {
    return switch (stage) {
      case Stage.Running(var percent, _) -> percent;
      case Stage.Settled(var outcome, _) -> outcome == Outcome.SUCCEEDED ? 100 : 0;
      case Stage.Created _, Stage.Offered _, Stage.Accepted _, Stage.OutcomeUnknown _ -> 0;
    };
  }

  static String details(Stage stage) {
    return switch (stage) {
      case Stage.Running(_, var details) -> cut(details);
      case Stage.Settled(_, var details) -> cut(details);
      case Stage.OutcomeUnknown(var why) -> cut(why);
      case Stage.Created _, Stage.Offered _, Stage.Accepted _ -> "";
    };
  }

  /** In code points, as the column counts. */
  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_DETAILS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_DETAILS));
  }
}
