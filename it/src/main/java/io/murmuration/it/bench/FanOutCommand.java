package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Plot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything about a fleet of one size; the change that goes to all of it first of all. */
@Command(
    name = "fan-out",
    mixinStandardHelpOptions = true,
    description =
        "A fleet-wide change until every acknowledgement is durable, beside the floor; with connecting, audits and idleness.")
final class FanOutCommand implements Callable<Integer> {
  @Mixin private final BenchOptions options = new BenchOptions();
  @Mixin private final SizeOption size = new SizeOption();
  @Mixin private final RoundOptions times = new RoundOptions();
  @Mixin private final VerdictOptions verdict = new VerdictOptions();

  @Option(
      names = "--idle-seconds",
      description = "How long the idle fleet is watched (${DEFAULT-VALUE}).")
  private int idleSeconds = 30;

  @Override
  public Integer call() {
    var limits = verdict.limits();
    var run = new FleetRun(options, times, idleSeconds, size.subclouds);
    run.check(limits);
    run.report().write(options.json);
    Plot.write(verdict.plot, size.subclouds + " subclouds", run.panels());
    return limits.exitCode();
  }
}
