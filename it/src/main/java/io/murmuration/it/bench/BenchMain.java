package io.murmuration.it.bench;

import io.murmuration.it.bench.rest.RestCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks, see {@code deploy/bench.sh}. */
@Command(
    name = "bench.sh",
    mixinStandardHelpOptions = true,
    description = "Measures the product beside the bare floor, in one run on one machine.",
    subcommands = {
      FanOutCommand.class,
      AuditCommand.class,
      ReconnectCommand.class,
      IdleCommand.class,
      ScaleCommand.class,
      IsolationCommand.class,
      RestCommand.class,
      ReleaseCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  deploy/bench.sh fan-out --subclouds 2000 --json fan-out.json",
      "  deploy/bench.sh audit --subclouds 2000 --plot audit.svg",
      "  deploy/bench.sh reconnect --subclouds 2000 --plot reconnect.svg",
      "  deploy/bench.sh idle --subclouds 2000",
      "  deploy/bench.sh scale --json scale.json --plot scale.svg",
      "  deploy/bench.sh isolation --subclouds 2000",
      "  deploy/bench.sh rest --subclouds 5000 --json rest.json",
      "  deploy/bench.sh release --subclouds 50 --megabytes 200"
    })
public final class BenchMain {
  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }
}
