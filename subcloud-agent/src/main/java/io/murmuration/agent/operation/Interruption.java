package io.murmuration.agent.operation;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.AfterCrash;

/** What a type declares about runs that were interrupted. */
public sealed interface Interruption {
  /** Nobody can tell: the outcome is openly unknown until a person settles it. */
  record Unknown() implements Interruption {}

  /**
   * The site can be asked. The probe gets what the run got and may conclude, or go on where the run
   * was cut off; it takes the run's place, may take as long, and may itself be interrupted and come
   * again. Arguments with secrets are not kept, so that after a crash such an operation is unknown.
   */
  record Probe(Work work) implements Interruption {}

  /** As {@link OperationType#run}. */
  @FunctionalInterface
  interface Work {
    Ending run(Payload arguments, Progress progress, CancelSignal cancel)
        throws InterruptedException;
  }

  default AfterCrash rule() {
    return switch (this) {
      case Unknown _ -> AfterCrash.UNKNOWN;
      case Probe _ -> AfterCrash.PROBE;
    };
  }
}
