package io.murmuration.agent;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The agent's command line. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
    name = "subcloud-agent",
    mixinStandardHelpOptions = true,
    description = "Keeps a subcloud as its hub wants it.",
    subcommands = {
      RunCommand.class,
      EnrollCommand.class,
      HostCommand.class,
      HoldsCommand.class,
      FarmCommand.class
    })
public final class AgentMain {
  private AgentMain() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new AgentMain()).execute(arguments));
  }

  /** Of the build; "development" when run from classes. */
  static String version() {
    var version = AgentMain.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
