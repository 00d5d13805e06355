package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Limits;
import io.murmuration.it.bench.figure.Report;
import io.murmuration.it.run.ArtefactFiles;
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
 * A release to a fleet within a budget. On the way one agent loses its memory, another one is
 * killed and a bit of what it had is flipped, and the hub is killed: how fast it goes, how much is
 * sent twice, and whether every site ends with the bytes that were registered.
 */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    description = "Brings a release to all sites within a budget; agents and hub die on the way.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0: the budget was kept, little was sent twice, all sites have the right bytes",
      "1: not so; standard error says what"
    })
final class ReleaseCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofHours(1);
  private static final long MEBIBYTE = 1 << 20;
  private static final double MOST_OVER = 1.05;

  /** The farm of all sites but the last, which has a process of its own to be killed. */
  private static final String MANY = "farm";

  private static final String ONE = "farm-of-one";

  @Option(names = "--subclouds", description = "Sites, 2 at least (${DEFAULT-VALUE}).")
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
  private final Limits limits = new Limits(true);

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
      tokens(hub, MANY, 1, subclouds - 1);
      tokens(hub, ONE, subclouds, subclouds);
      try (var many = farm(hub, MANY);
          var one = farm(hub, ONE)) {
        Watch.until(
            subclouds + " connected",
            LIMIT,
            () -> hub.rest().get("/v1.0/fleet").get("connected").asInt() >= subclouds);
        deliver(hub, many, one);
      }
    }
    report.machine("after");
    report.write(json);
    return limits.exitCode();
  }

  private void tokens(HubProcess hub, String farm, int from, int to) {
    Fleet.tokens(hub.rest(), from, to, data.resolve(farm + ".tokens"), data.resolve("trust.pem"));
  }

  private FarmProcess farm(HubProcess hub, String name) {
    return FarmProcess.start(
        hub,
        data.resolve(name),
        data.resolve(name + ".tokens"),
        data.resolve("trust.pem"),
        List.of("-Xmx1g"));
  }

  private void deliver(HubProcess hub, FarmProcess many, FarmProcess one) {
    long total = MEBIBYTE * megabytes * subclouds;
    var release =
        ReleaseUpload.register(
            hub.rest(), data.resolve("starlingx-26.03.1.patch"), megabytes * MEBIBYTE, 1);
    long began = System.nanoTime();
    var none = release.sent();
    release.deliver("1");
    Watch.until("a quarter of it sent", LIMIT, () -> release.bytesSent() >= total / 4);
    var quarter = release.sent();
    report.put("mib_per_s_before_restarts", quarter.rateSince(none) / MEBIBYTE);
    many.ask("crash 1");
    one.process().kill();
    release.files().flipABit(one.data());
    try (var _ = farm(hub, ONE)) {
      Watch.until("half of it sent", LIMIT, () -> release.bytesSent() >= total / 2);
      long first = release.bytesSent();
      hub.kill();
      hub.startAgain();
      var after = release.at(hub.rest());
      var restarted = after.sent();
      Watch.until("everywhere", LIMIT, () -> after.count("succeeded") == subclouds);
      var last = after.sent();
      report.put("seconds", (System.nanoTime() - began) / 1e9);
      report.put("mib_per_s_after_restarts", last.rateSince(restarted) / MEBIBYTE);
      long budget = rate * MEBIBYTE;
      report.put(
          "rate_over_budget",
          Math.max(quarter.ofBudgetSince(none, budget), last.ofBudgetSince(restarted, budget)));
      report.put("mib_sent", (first + last.bytes()) / MEBIBYTE);
      // what the flipped bit was in has to come twice
      long needed = total + MEBIBYTE * megabytes;
      report.put("sent_over_needed", (double) (first + last.bytes()) / needed);
      // what went out between the last look and the kill is not counted: half of it says enough
      report.put(
          "mib_of_the_flipped_release_not_sent_again",
          Math.max(0, needed - MEBIBYTE * megabytes / 2 - first - last.bytes()) / MEBIBYTE);
    }
    compare(release.files());
  }

  private void compare(ArtefactFiles files) {
    var ofMany = files.complete(data.resolve(MANY));
    var ofOne = files.complete(data.resolve(ONE));
    report.put("sites_without_the_release", subclouds - ofMany.files() - (long) ofOne.files());
    report.put("sites_with_other_bytes", ofMany.others() + (long) ofOne.others());
    limits.most(report, "rate_over_budget", MOST_OVER);
    limits.most(report, "sent_over_needed", MOST_OVER);
    limits.most(report, "sites_without_the_release", 0);
    limits.most(report, "sites_with_other_bytes", 0);
    limits.most(report, "mib_of_the_flipped_release_not_sent_again", 0);
  }
}
