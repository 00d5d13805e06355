package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.bench.figure.Plot;
import io.murmuration.it.bench.figure.Report;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Every site read and compared by digest. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Audits of the whole fleet by digest, beside rounds of the floor.")
final class AuditCommand implements Callable<Integer> {
  @Mixin private final BenchOptions options = new BenchOptions();
  @Mixin private final SizeOption size = new SizeOption();
  @Mixin private final RoundOptions times = new RoundOptions();
  @Mixin private final VerdictOptions verdict = new VerdictOptions();

  @Override
  public Integer call() {
    var report = new Report();
    var limits = verdict.limits();
    List<Panel> panels;
    try (var stage = new Stage(options, size.subclouds, report)) {
      panels = List.of(Sweeps.measure(stage, times.warmUp(size.subclouds), times.rounds));
    }
    Promises.audit(report, limits);
    report.write(options.json);
    Plot.write(verdict.plot, size.subclouds + " subclouds audited", panels);
    return limits.exitCode();
  }
}
