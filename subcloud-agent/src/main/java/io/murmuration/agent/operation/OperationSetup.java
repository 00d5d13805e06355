package io.murmuration.agent.operation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an agent can run, and on what.
 *
 * @param types by their names, each once
 * @param runs gives every run a thread that it may block
 */
public record OperationSetup(Map<String, OperationType> types, Executor runs) {
  /** Of an agent that runs nothing: every order is refused in words. */
  public static final OperationSetup NONE = new OperationSetup(Map.of(), Runnable::run);

  public OperationSetup {
    types = Map.copyOf(types);
  }

  /**
   * @throws IllegalStateException if two types have one name
   */
  public static OperationSetup of(List<OperationType> types, Executor runs) {
    return new OperationSetup(
        types.stream().collect(Collectors.toMap(OperationType::name, Function.identity())), runs);
  }
}
