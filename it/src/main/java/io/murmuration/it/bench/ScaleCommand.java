package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Growing;
import io.murmuration.it.bench.figure.Limits;
import io.murmuration.it.bench.figure.Plot;
import io.murmuration.it.bench.figure.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything about fleets of several sizes, each with a hub of its own, and how costs grow. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = "All of fan-out for several sizes, and with which exponents the costs grow.")
final class ScaleCommand implements Callable<Integer> {
  @Mixin private final BenchOptions options = new BenchOptions();
  @Mixin private final RoundOptions times = new RoundOptions();
  @Mixin private final VerdictOptions verdict = new VerdictOptions();

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description = "Subclouds, at least two sizes; the last one is held to the limits.")
  private List<Integer> sizes = List.of(1_000, 2_000, 5_000, 10_000);

  @Option(
      names = "--idle-seconds",
      description = "How long each idle fleet is watched (${DEFAULT-VALUE}).")
  private int idleSeconds = 30;

  @Override
  public Integer call() {
    if (sizes.stream().distinct().count() < 2) {
      System.err.println("--sizes: " + sizes + " (expected: at least two different sizes)");
      return 2;
    }
    for (int size : sizes) {
      var _ = Spread.here(size); // what is not possible is better said before the first run
    }
    long began = System.nanoTime();
    var limits = verdict.limits();
    var runs = new ArrayList<Report>();
    for (int size : sizes) {
      System.out.println();
      var run = new FleetRun(options, times, idleSeconds, size);
      runs.add(run.report());
      if (runs.size() == sizes.size()) {
        run.check(limits);
      }
    }
    System.out.println();
    var all = summary(runs, limits);
    all.put("minutes", (System.nanoTime() - began) / 60e9);
    all.write(options.json);
    Plot.write(verdict.plot, "What a fleet costs as it grows", Growing.panels(runs));
    return limits.exitCode();
  }

  /** The runs and how their costs grow. */
  static Report summary(List<Report> runs, Limits limits) {
    var all = new Report();
    var exponents = Growing.exponents(runs);
    all.put("runs", runs);
    all.put("exponents", exponents);
    exponents.forEach(
        (what, exponent) -> limits.most(all, "exponent_" + what, exponent, Promises.EXPONENT));
    return all;
  }
}
