package io.murmuration.it.demo;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code deploy/demo.sh}. */
@Command(
    name = "demo.sh",
    mixinStandardHelpOptions = true,
    description =
        "One central node and a farm of agents on this machine: declares a configuration, watches it"
            + " arrive, lets sites drift, kills central in the middle of a change.",
    footer = {"", "Example:", "  deploy/demo.sh --subclouds 500 --keep"})
public final class DemoMain implements Callable<Integer> {
  @Option(
      names = "--subclouds",
      paramLabel = "N",
      description = "How many (${DEFAULT-VALUE}; from 20 to 5000).")
  private int subclouds = 200;

  @Option(names = "--keep", description = "Stay up afterwards, until Ctrl-C.")
  private boolean keep;

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "Emptied first.")
  private Path data = Path.of("");

  @Option(
      names = "--examples",
      required = true,
      paramLabel = "DIR",
      description = "Where the declarations are.")
  private Path examples = Path.of("");

  private DemoMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new DemoMain()).execute(args));
  }

  private static boolean isTerminal() {
    @SuppressWarnings("SystemConsoleNull") // null without a terminal before JDK 22, harmless after
    var console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public Integer call() {
    if (subclouds < 20 || subclouds > 5000) {
      System.err.println("--subclouds: " + subclouds + " (expected: 20 to 5000)");
      return 2;
    }
    try (var demo = Demo.start(data, examples, subclouds, isTerminal())) {
      demo.run();
      if (keep) {
        demo.stay();
      }
      return 0;
    } catch (IllegalStateException e) {
      System.err.println("\nThe demo did not succeed: " + e.getMessage());
      System.err.println("Logs: " + data);
      return 1;
    }
  }
}
