package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Figures;
import io.murmuration.it.bench.figure.Report;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.TreeDeleter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What bad sites cost the others: a twentieth of the fleet, in a JVM of its own, answers every push
 * with an error, or does not read its streams, or is frozen. The others' answers are compared with
 * rounds in which the bad ones are not there at all.
 */
@Command(
    name = "isolation",
    mixinStandardHelpOptions = true,
    description = "How much erring, deaf and frozen sites delay the others.")
final class IsolationCommand implements Callable<Integer> {
  private static final int BAD_SHARE = 20;

  /** A deaf agent still takes what it had asked for before; a new JVM compiles. Not counted. */
  private static final int SETTLING = 6;

  @Mixin private final BenchOptions options = new BenchOptions();
  @Mixin private final SizeOption size = new SizeOption();
  @Mixin private final RoundOptions times = new RoundOptions();

  private final Report report = new Report();

  @Override
  public Integer call() {
    TreeDeleter.delete(options.data);
    int bad = Math.max(1, size.subclouds / BAD_SHARE);
    int good = size.subclouds - bad;
    report.put("subclouds", size.subclouds);
    report.put("bad_subclouds", bad);
    report.put("rounds", times.rounds);
    report.machine("before");
    try (var bed = new Bed(options.data, options.journals())) {
      bed.prepare(size.subclouds);
      try (var well = bed.farm("good", 1, good)) {
        bed.farm("bad", good + 1, size.subclouds).close();
        bed.awaitConnected(good, System.nanoTime());
        rounds(bed, good, times.warmUp(good));
        compare(bed, "erring", good, farm -> farm.ask("defer " + bad + " trusted-ca 1000"));
        compare(bed, "deaf", good, farm -> farm.ask("deaf " + bad));
        compare(bed, "frozen", good, farm -> farm.process().freeze(true));
        report.put("good_connected", well.ask("status").get("connected").asLong());
      }
    }
    report.machine("after");
    report.write(options.json);
    return 0;
  }

  /** Rounds with the bad sites, between rounds without them: half before, half after. */
  private void compare(Bed bed, String name, int good, Consumer<FarmProcess> fault) {
    System.out.println("... " + name);
    var without = rounds(bed, good, times.rounds / 2);
    List<Double> with;
    try (var ill = bed.farmAgain("bad")) {
      bed.awaitConnected(size.subclouds, System.nanoTime());
      bed.awaitInSync(size.subclouds);
      fault.accept(ill);
      rounds(bed, good, SETTLING);
      with = rounds(bed, good, times.rounds);
      ill.process().kill();
    }
    bed.awaitGone(good);
    without.addAll(rounds(bed, good, times.rounds - times.rounds / 2));
    double faulty = new Figures(with).median();
    double well = new Figures(without).median();
    report.put("p99_ms_without_" + name, well);
    report.put("p99_ms_with_" + name, faulty);
    report.put("ratio_" + name, faulty / well);
  }

  /** The p99 of each round among those that answer. */
  private static List<Double> rounds(Bed bed, int answers, int rounds) {
    var nearlyAll = new ArrayList<Double>();
    for (int i = 0; i < rounds; i++) {
      nearlyAll.add(bed.durable(bed.change(), answers).get("p99-ms").asDouble());
    }
    return nearlyAll;
  }
}
