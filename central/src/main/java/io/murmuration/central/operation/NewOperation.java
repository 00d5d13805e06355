package io.murmuration.central.operation;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationClass;
import java.time.Duration;

/**
 * What is to be done once at one subcloud.
 *
 * @param type as the agent knows it, 1 to 100 characters
 * @param operationClass as the type declares it at the agent
 * @param arguments defined by the type, canonical JSON by convention, at most {@value
 *     #MOST_ARGUMENTS} bytes
 * @param secret the arguments hold a secret: sealed in the database, never in an agent's journal
 * @param startWithin what has not started by then is cancelled
 */
public record NewOperation(
    SubcloudId subcloud,
    String type,
    OperationClass operationClass,
    Payload arguments,
    boolean secret,
    Duration startWithin) {
  public static final int MOST_ARGUMENTS = 64 * 1024;
  private static final int LONGEST_TYPE = 100;

  public NewOperation {
    if (type.isEmpty() || type.length() > LONGEST_TYPE) {
      throw new IllegalArgumentException(
          "type: " + type.length() + " characters (expected: 1 to " + LONGEST_TYPE + ")");
    }
    if (arguments.size() > MOST_ARGUMENTS) {
      throw new IllegalArgumentException(
          "arguments: " + arguments.size() + " bytes (expected: at most " + MOST_ARGUMENTS + ")");
    }
    if (startWithin.isNegative() || startWithin.isZero()) {
      throw new IllegalArgumentException("startWithin: " + startWithin + " (expected: > 0)");
    }
  }
}
