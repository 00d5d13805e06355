package io.murmuration.it.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.agent.AgentMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many agents with simulated sites in a process of their own; each its own connection and journal.
 */
public final class FarmProcess implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JavaProcess process;
  private final Path data;

  private FarmProcess(JavaProcess process, Path data) {
    this.process = process;
    this.data = data;
  }

  /**
   * @param data the agents' journals
   * @param tokens JSON lines for enrolment
   * @param trust PEM of the hub's authority
   */
  public static FarmProcess start(
      HubProcess hub, Path data, Path tokens, Path trust, List<String> jvm) {
    return start(hub, data, tokens, trust, jvm, List.of());
  }

  /**
   * @param options of the farm's command line, besides those that follow from the others
   */
  public static FarmProcess start(
      HubProcess hub, Path data, Path tokens, Path trust, List<String> jvm, List<String> options) {
    var arguments =
        new ArrayList<>(
            List.of(
                "farm",
                "--data",
                data.toString(),
                "--tokens",
                tokens.toString(),
                "--trust-file",
                trust.toString(),
                "--enrolment",
                hub.enrolment()));
    arguments.addAll(options);
    var process =
        JavaProcess.start(
            new JavaProcess.Command(
                "farm",
                AgentMain.class.getName(),
                jvm,
                arguments,
                Map.of("MURMURATION_AGENT_LOG_LEVEL", "warn")),
            hub.dir().resolve("farm.log"));
    return new FarmProcess(process, data);
  }

  /** A command of the farm, see its help; the answer is one JSON object. */
  public JsonNode ask(String command) {
    try {
      var answer = JSON.readTree(process.ask(command, ANSWER));
      if (answer.has("error")) {
        throw new IllegalStateException("farm: " + command + ": " + answer.get("error").asText());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JavaProcess process() {
    return process;
  }

  public Path data() {
    return data;
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.send("quit");
    }
    process.close();
  }
}
