package io.murmuration.agent.operation;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.OperationClass;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A type whose runs are counted, wait until a test lets them end, and end as it says. */
final class ScriptedType implements OperationType {
  private final String name;
  private final OperationClass operationClass;
  private final boolean probes;
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);
  private volatile Ending ending = Ending.succeeded("done");
  private volatile Ending found = Ending.succeeded("found at the site");
  private volatile boolean breaks;
  private volatile boolean lacksAClass;
  private volatile boolean isInterrupted;

  ScriptedType(String name, OperationClass operationClass, boolean probes) {
    this.name = name;
    this.operationClass = operationClass;
    this.probes = probes;
  }

  /** {@code run} or {@code probe} with the arguments, in the order of their beginnings. */
  List<String> ran() {
    return ran;
  }

  void go() {
    go.countDown();
  }

  void ends(Ending as) {
    ending = as;
  }

  void finds(Ending as) {
    found = as;
  }

  void breaks() {
    breaks = true;
  }

  /** Breaks with an error, not an exception. */
  void lacksAClass() {
    lacksAClass = true;
  }

  void isInterrupted() {
    isInterrupted = true;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public OperationClass operationClass() {
    return operationClass;
  }

  @Override
  public Ending run(Payload arguments, Progress progress, CancelSignal cancel)
      throws InterruptedException {
    ran.add("run " + arguments.text());
    if (breaks) {
      throw new IllegalStateException("a bug of the type");
    }
    if (lacksAClass) {
      throw new NoClassDefFoundError("a class of the type");
    }
    if (isInterrupted) {
      throw new InterruptedException("not by the agent");
    }
    progress.report(50, "half-way");
    while (!go.await(5, TimeUnit.MILLISECONDS)) {
      if (cancel.await(Duration.ofMillis(5))) {
        return Ending.failed("stopped half-way");
      }
    }
    return ending;
  }

  @Override
  public Interruption afterCrash() {
    return probes ? new Interruption.Probe(this::probe) : new Interruption.Unknown();
  }

  private Ending probe(Payload arguments, Progress progress, CancelSignal cancel) {
    ran.add("probe " + arguments.text());
    return found;
  }
}
