package io.murmuration.it.floor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.run.Growth;
import io.murmuration.it.run.JavaProcess;
import io.murmuration.it.run.ProcStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The floor's processes: as many, with the same memory and threads as ours. */
public final class Floor implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JavaProcess hub;
  private final List<JavaProcess> farms = new ArrayList<>();
  private final List<Growth.Sample> connecting;

  /**
   * The two sides.
   *
   * @param listen the hub's address
   * @param farms the farms' streams and the address that each of them dials
   */
  public record Shape(String listen, List<Farm> farms, int answerBytes) {
    public Shape {
      farms = List.copyOf(farms);
    }

    int streams() {
      return farms.stream().mapToInt(Farm::streams).sum();
    }
  }

  /** A JVM with so many streams to the hub's address. */
  public record Farm(int streams, String address) {}

  /**
   * Starts hub and farms and waits until all streams are open.
   *
   * @param look how often they are counted
   */
  public Floor(Path dir, Shape shape, List<String> hubJvm, List<String> farmJvm, Duration look) {
    var threads = Integer.toString(Runtime.getRuntime().availableProcessors());
    var certificates = dir.resolve("floor-certificates").toString();
    hub =
        JavaProcess.start(
            new JavaProcess.Command(
                "floor-hub",
                FloorHub.class.getName(),
                hubJvm,
                List.of(certificates, threads, shape.listen()),
                Map.of()),
            dir.resolve("floor.log"));
    var port = json(hub.await("{", LIMIT)).get("port").asText();
    long began = System.nanoTime();
    for (var farm : shape.farms()) {
      farms.add(
          JavaProcess.start(
              new JavaProcess.Command(
                  "floor-farm",
                  FloorFarm.class.getName(),
                  farmJvm,
                  List.of(
                      certificates,
                      farm.address(),
                      port,
                      Integer.toString(farm.streams()),
                      Integer.toString(shape.answerBytes()),
                      threads),
                  Map.of()),
              dir.resolve("floor.log")));
    }
    connecting =
        Growth.until(
            "all streams of the floor", shape.streams(), began, LIMIT, look, this::connected);
    farms.forEach(farm -> json(farm.await("{", LIMIT)));
  }

  private int connected() {
    return json(hub.ask("connected", LIMIT)).get("connected").asInt();
  }

  /** From the start of the farms' JVMs to the last stream. */
  public List<Growth.Sample> connecting() {
    return connecting;
  }

  /** One message to all, all answers back: milliseconds. */
  public double round(int bytes) {
    return json(hub.ask("round " + bytes, LIMIT)).get("ms").asDouble();
  }

  /** Every stream sends so often and is answered shortly, until {@link #rest}. */
  public void beat(Duration period) {
    json(hub.ask("acknowledge", LIMIT));
    farms.forEach(farm -> json(farm.ask("beat " + period.toMillis(), LIMIT)));
  }

  /** No heartbeats any more. */
  public void rest() {
    farms.forEach(farm -> json(farm.ask("beat 0", LIMIT)));
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
    farms.forEach(JavaProcess::kill);
    hub.kill();
  }
}
