package io.murmuration.it.fault.soak;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of fault runs. Exit codes: 0 all held, 1 something did not, 2 wrong usage. */
@Command(
    name = "bench.sh",
    mixinStandardHelpOptions = true,
    description = "Hurts a cluster of real processes and checks what it promises.",
    subcommands = {FaultsCommand.class, SoakCommand.class})
public final class FaultMain {
  private FaultMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new FaultMain()).execute(args));
  }
}
