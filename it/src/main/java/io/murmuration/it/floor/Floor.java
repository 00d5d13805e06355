package io.murmuration.it.floor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.run.JavaProcess;
import io.murmuration.it.run.ProcStat;
import io.murmuration.it.run.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The floor's two processes, with the same memory and threads as ours. */
public final class Floor implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JavaProcess hub;
  private final JavaProcess farm;
  private final double connectSeconds;

  /** Starts hub and farm and waits until all streams are open. */
  public Floor(Path dir, int streams, int answerBytes, List<String> hubJvm, List<String> farmJvm) {
    var threads = Integer.toString(Runtime.getRuntime().availableProcessors());
    var certificates = dir.resolve("floor-certificates").toString();
    hub =
        JavaProcess.start(
            new JavaProcess.Command(
                "floor-hub",
                FloorHub.class.getName(),
                hubJvm,
                List.of(certificates, threads),
                Map.of()),
            dir.resolve("floor.log"));
    var port = json(hub.await("{", LIMIT)).get("port").asText();
    long began = System.nanoTime();
    farm =
        JavaProcess.start(
            new JavaProcess.Command(
                "floor-farm",
                FloorFarm.class.getName(),
                farmJvm,
                List.of(
                    certificates,
                    port,
                    Integer.toString(streams),
                    Integer.toString(answerBytes),
                    threads),
                Map.of()),
            dir.resolve("floor.log"));
    Watch.until(
        "all streams of the floor",
        LIMIT,
        Duration.ofMillis(50),
        () -> json(hub.ask("connected", LIMIT)).get("connected").asInt() == streams);
    connectSeconds = (System.nanoTime() - began) / 1e9;
  }

  /** From the start of the farm's JVM to the last stream. */
  public double connectSeconds() {
    return connectSeconds;
  }

  /** One message to all, all answers back: milliseconds. */
  public double round(int bytes) {
    return json(hub.ask("round " + bytes, LIMIT)).get("ms").asDouble();
  }

  public long hubCpuMicros() {
    return ProcStat.cpuMicros(hub.pid());
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    farm.kill();
    hub.kill();
  }
}
