package io.murmuration.it.fault.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.fault.scenario.Outcome;
import io.murmuration.it.fault.scenario.Scenarios;
import io.murmuration.it.fault.watch.Recorder;
import io.murmuration.it.fault.world.World;
import io.murmuration.it.run.ProcStat;
import io.murmuration.it.run.TreeDeleter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Every fault once, with many agents and the times that are promised. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = "Kill, freeze, split and database outage, with the time until all are back.")
final class FaultsCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration LOOK = Duration.ofSeconds(2);

  @Mixin private final FaultOptions options = new FaultOptions();

  @Option(names = "--subclouds", paramLabel = "N", description = "Agents (${DEFAULT-VALUE}).")
  private int subclouds = 3_000;

  @Option(names = "--frozen", paramLabel = "SECONDS", description = "(${DEFAULT-VALUE}).")
  private int frozen = 60;

  @Option(names = "--split", paramLabel = "SECONDS", description = "(${DEFAULT-VALUE}).")
  private int split = 30;

  @Option(names = "--outage", paramLabel = "SECONDS", description = "(${DEFAULT-VALUE}).")
  private int outage = 30;

  @Option(
      names = "--back-within",
      paramLabel = "SECONDS",
      description = "What is promised; later fails the run (${DEFAULT-VALUE}).")
  private int within = 30;

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures.")
  private @Nullable Path json;

  private final Map<String, Object> figures = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    TreeDeleter.delete(options.data);
    figures.put("subclouds", subclouds);
    figures.put("nodes", options.nodes);
    figures.put("machine_before", ProcStat.machine());
    var settings =
        Map.of(
            "MURMURATION_LOG_LEVEL", "warn",
            "MURMURATION_SYNC_AUDIT_PERIOD", "1h");
    try (var world = World.start(options.world(subclouds, settings));
        var recorder =
            Recorder.start(world, System::nanoTime, new SplittableRandom(options.seed), LOOK)) {
      System.out.println(subclouds + " agents at " + options.nodes + " nodes");
      var scenarios = new Scenarios(world, recorder, System::nanoTime, LIMIT);
      boolean inTime = true;
      inTime &= judged("killed", scenarios.killed());
      inTime &= judged("frozen", scenarios.frozen(Duration.ofSeconds(frozen)));
      inTime &= judged("split", scenarios.split(Duration.ofSeconds(split)));
      inTime &= judged("outage", scenarios.databaseAway(Duration.ofSeconds(outage)));
      boolean kept = Verdict.of(world, recorder, options.data);
      figures.put("guarantees_kept", kept);
      return write(inTime && kept);
    }
  }

  private boolean judged(String name, Outcome outcome) {
    boolean met = outcome.back().toSeconds() < within;
    System.out.println(outcome + (met ? "" : " (MISSED: expected below " + within + " s)"));
    figures.put(name + "_back_seconds", outcome.back().toMillis() / 1000.0);
    figures.put(name + "_others_p99_ms", outcome.othersP99Millis());
    figures.put("target_" + name, met ? "met" : "MISSED");
    return met;
  }

  private int write(boolean good) throws IOException {
    figures.put("machine_after", ProcStat.machine());
    if (json != null) {
      new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), figures);
    }
    figures.forEach((name, value) -> System.out.println(name + "  " + value));
    return good ? 0 : 1;
  }
}
