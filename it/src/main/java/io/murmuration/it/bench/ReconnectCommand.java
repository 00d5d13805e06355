package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.bench.figure.Plot;
import io.murmuration.it.bench.figure.Report;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole fleet loses its connections and comes back. */
@Command(
    name = "reconnect",
    mixinStandardHelpOptions = true,
    description =
        "How long the fleet needs to come back, after its agents were killed and after the hub was.")
final class ReconnectCommand implements Callable<Integer> {
  @Mixin private final BenchOptions options = new BenchOptions();
  @Mixin private final SizeOption size = new SizeOption();
  @Mixin private final VerdictOptions verdict = new VerdictOptions();

  @Override
  public Integer call() {
    var report = new Report();
    var limits = verdict.limits();
    List<Panel> panels;
    try (var stage = new Stage(options, size.subclouds, report)) {
      panels = List.of(Connecting.agentsReturn(stage), Connecting.hubReturns(stage));
    }
    Promises.connect(report, limits);
    report.write(options.json);
    Plot.write(verdict.plot, size.subclouds + " subclouds come back", panels);
    return limits.exitCode();
  }
}
