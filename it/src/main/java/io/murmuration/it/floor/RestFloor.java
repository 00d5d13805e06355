package io.murmuration.it.floor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.run.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@link FloorRest} in a process of its own. */
public final class RestFloor implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final JavaProcess process;
  private final int port;

  /**
   * @param answers by path, without the leading slash
   */
  public RestFloor(Path dir, Map<String, byte[]> answers, List<String> jvm) {
    var files = dir.resolve("floor-answers");
    try {
      Files.createDirectories(files);
      for (var answer : answers.entrySet()) {
        Files.write(files.resolve(answer.getKey()), answer.getValue());
      }
      process =
          JavaProcess.start(
              new JavaProcess.Command(
                  "floor-rest",
                  FloorRest.class.getName(),
                  jvm,
                  List.of(files.toString()),
                  Map.of()),
              dir.resolve("floor.log"));
      port = new ObjectMapper().readTree(process.await("{", START)).get("port").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.kill();
  }
}
