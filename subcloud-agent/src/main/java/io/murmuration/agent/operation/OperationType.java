package io.murmuration.agent.operation;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.OperationClass;

/**
 * A sort of command that this agent can run. One object serves all runs of its type; runs come on
 * threads of their own and may block. Of class {@link OperationClass#MUTATE} one runs at a time.
 *
 * <p>A run is started at most once per operation, whatever crashes. What a crash interrupted is
 * handled as {@link #afterCrash} declares.
 */
public interface OperationType {
  /** As in Operate, for example {@code stage.fetch}. */
  String name();

  OperationClass operationClass();

  /**
   * Does it. What is expected to go wrong is an {@link Ending}; an exception is a bug, and the
   * outcome then unknown if the type changes the site, else failed.
   *
   * @param arguments as the hub sent them, not checked by anybody; the type says which mistakes
   *     they have, all at once
   * @param progress to be told as often as it likes; the newest counts
   * @param cancel asked for by a person or a deadline; it is the type's choice to stop
   * @throws InterruptedException if the agent stops; whatever it would have answered is dropped, as
   *     in a crash
   */
  Ending run(Payload arguments, Progress progress, CancelSignal cancel) throws InterruptedException;

  /** What to do about a run that a crash or a stop of the agent interrupted. */
  Interruption afterCrash();
}
