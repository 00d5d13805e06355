package io.murmuration.it.malformed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code deploy/malformed.sh}. */
@Command(
    name = "malformed.sh",
    mixinStandardHelpOptions = true,
    description =
        "Sends wrong requests to a hub of its own, with a heap of 512 MiB, and lists the reasons of"
            + " refusal. Ends with 1 if one is not refused with 4xx or changes anything.",
    footer = {"", "Example:", "  deploy/malformed.sh --requests 10000 --seed 7"})
public final class MalformedMain implements Callable<Integer> {
  @Option(names = "--requests", paramLabel = "N", description = "How many (${DEFAULT-VALUE}).")
  private int requests = 10_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed makes the same requests (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "Must be empty.")
  private Path data = Path.of("");

  private MalformedMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new MalformedMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(data);
    try (var malformed = Malformed.start(data)) {
      var result = malformed.run(requests, seed);
      result.reasons().forEach((reason, count) -> System.out.printf("%6d  %s%n", count, reason));
      result.failures().forEach(failure -> System.out.println("FAILED " + failure));
      System.out.printf(
          "%d requests, %d reasons of refusal, %d failures%n",
          result.requests(), result.reasons().size(), result.failures().size());
      return result.failures().isEmpty() ? 0 : 1;
    }
  }
}
