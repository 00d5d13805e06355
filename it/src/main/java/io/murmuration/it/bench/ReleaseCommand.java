package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Report;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.ReleaseUpload;
import io.murmuration.it.run.TreeDeleter;
import io.murmuration.it.run.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A release to a fleet within a budget, with the hub killed on the way: how long it takes, how much
 * is sent twice, and what the sessions notice of it.
 */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    description = "Brings a release to all sites within a budget; the hub is killed half-way.")
final class ReleaseCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofHours(1);
  private static final long MEBIBYTE = 1 << 20;

  @Option(names = "--subclouds", description = "Sites (${DEFAULT-VALUE}).")
  private int subclouds = 50;

  @Option(names = "--megabytes", description = "MiB of the release (${DEFAULT-VALUE}).")
  private int megabytes = 200;

  @Option(names = "--rate", description = "MiB a second of the fleet (${DEFAULT-VALUE}).")
  private int rate = 100;

  @Option(names = "--data", required = true, description = "Emptied first; needs the room.")
  private Path data = Path.of("");

  @Option(names = "--json", description = "Where to write the figures.")
  private @Nullable Path json;

  private final Report report = new Report();

  @Override
  public Integer call() {
    TreeDeleter.delete(data);
    report.put("subclouds", subclouds);
    report.put("release_mib", megabytes);
    report.put("budget_mib_per_s", rate);
    report.machine("before");
    try (var hub =
        HubProcess.start(
            data,
            List.of("-Xmx1g"),
            Map.of(
                "MURMURATION_LOG_LEVEL", "warn",
                "MURMURATION_RELEASE_VAULT_RATE_TOTAL", rate + "MiB",
                "MURMURATION_RELEASE_VAULT_RATE_PER_SITE", "0"))) {
      Fleet.create(hub.rest(), 1, subclouds, 1);
      var tokens = data.resolve("farm.tokens");
      var trust = data.resolve("trust.pem");
      Fleet.tokens(hub.rest(), 1, subclouds, tokens, trust);
      try (var _ = FarmProcess.start(hub, data.resolve("farm"), tokens, trust, List.of("-Xmx2g"))) {
        Watch.until(
            subclouds + " connected",
            LIMIT,
            () -> hub.rest().get("/v1.0/fleet").get("connected").asInt() >= subclouds);
        deliver(hub);
      }
    }
    report.machine("after");
    report.write(json);
    return 0;
  }

  private void deliver(HubProcess hub) {
    long total = MEBIBYTE * megabytes * subclouds;
    var release =
        ReleaseUpload.register(
            hub.rest(), data.resolve("starlingx-26.03.1.patch"), megabytes * MEBIBYTE, 1);
    long began = System.nanoTime();
    release.deliver("1");
    Watch.until("half of it sent", LIMIT, () -> release.bytesSent() >= total / 2);
    long first = release.bytesSent();
    report.put("mib_per_s_before_the_kill", first / seconds(began) / MEBIBYTE);
    hub.kill();
    hub.startAgain();
    long again = System.nanoTime();
    var after = release.at(hub.rest());
    Watch.until("everywhere", LIMIT, () -> after.count("succeeded") == subclouds);
    long second = after.bytesSent();
    report.put("mib_per_s_after_the_kill", second / seconds(again) / MEBIBYTE);
    report.put("seconds", seconds(began));
    report.put("mib_sent", (first + second) / MEBIBYTE);
    report.put("sent_over_needed", (double) (first + second) / total);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
