package io.murmuration.it.replay;

import io.murmuration.it.replay.Replay.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code deploy/replay.sh}. */
@Command(
    name = "replay.sh",
    mixinStandardHelpOptions = true,
    description =
        "Plays recorded exchanges against a hub of its own. Status and JSON keys must agree; what"
            + " differs is told, with the reason if it is meant. Ends with 1 if a difference has none.",
    footer = {"", "Example:", "  deploy/replay.sh recorded.jsonl --under /v1.0/subclouds"})
public final class ReplayMain implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "One JSON object per line.")
  private Path file = Path.of("");

  @Option(
      names = "--under",
      paramLabel = "PATH",
      description = "Only exchanges of these resources; may be given several times.")
  private List<String> under = new ArrayList<>();

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "Must be empty.")
  private Path data = Path.of("");

  private ReplayMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new ReplayMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    var exchanges =
        RecordedExchange.read(file).stream()
            .filter(e -> under.isEmpty() || under.stream().anyMatch(e::isUnder))
            .toList();
    List<Outcome> outcomes = new ArrayList<>();
    Files.createDirectories(data);
    try (var replay = Replay.start(data)) {
      for (var exchange : exchanges) {
        var outcome = replay.play(exchange);
        outcomes.add(outcome);
        if (!outcome.agrees()) {
          print(outcome);
        }
      }
    }
    long agree = outcomes.stream().filter(Outcome::agrees).count();
    long meant = outcomes.stream().filter(o -> !o.agrees() && !o.reason().isEmpty()).count();
    long open = outcomes.size() - agree - meant;
    System.out.printf(
        "%d exchanges: %d agree, %d differ for a reason, %d differ without one%n",
        outcomes.size(), agree, meant, open);
    return open == 0 ? 0 : 1;
  }

  private static void print(Outcome outcome) {
    var exchange = outcome.exchange();
    System.out.printf("%s %s %s%n", exchange.id(), exchange.method(), exchange.path());
    outcome.differences().forEach(d -> System.out.println("    " + d.replace("\n", "\n      ")));
    System.out.println(
        "    " + (outcome.reason().isEmpty() ? "NO REASON KNOWN" : "meant: " + outcome.reason()));
  }
}
