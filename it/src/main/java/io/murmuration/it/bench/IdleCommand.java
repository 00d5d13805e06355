package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.bench.figure.Plot;
import io.murmuration.it.bench.figure.Report;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A fleet in which nothing happens. */
@Command(
    name = "idle",
    mixinStandardHelpOptions = true,
    description = "What heartbeats cost the hub, beside a floor with as many messages.")
final class IdleCommand implements Callable<Integer> {
  @Mixin private final BenchOptions options = new BenchOptions();
  @Mixin private final SizeOption size = new SizeOption();
  @Mixin private final VerdictOptions verdict = new VerdictOptions();

  @Option(
      names = "--settle-seconds",
      paramLabel = "S",
      description = "Not counted: the compiler is at work (${DEFAULT-VALUE}).")
  private int settleSeconds = 60;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long it is watched (${DEFAULT-VALUE}).")
  private int seconds = 60;

  @Override
  public Integer call() {
    var report = new Report();
    var limits = verdict.limits();
    List<Panel> panels;
    try (var stage = new Stage(options, size.subclouds, report)) {
      panels = List.of(Idle.measure(stage, settleSeconds, seconds));
      stage.putHeap();
    }
    Promises.idle(report, limits);
    report.write(options.json);
    Plot.write(verdict.plot, size.subclouds + " idle subclouds", panels);
    return limits.exitCode();
  }
}
