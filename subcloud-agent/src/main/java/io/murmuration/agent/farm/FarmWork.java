package io.murmuration.agent.farm;

import io.murmuration.agent.operation.CancelSignal;
import io.murmuration.agent.operation.Ending;
import io.murmuration.agent.operation.Interruption;
import io.murmuration.agent.operation.OperationType;
import io.murmuration.agent.operation.Progress;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.OperationClass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * A command for simulated sites that leaves a trace of each run: the site notes {@code begin N}
 * before and {@code end N} after the work, on disk and apart from the agent's ledger, so that a
 * test can count the runs. Arguments: {@code {"ms":20,"n":7}}, how long it takes and its number.
 */
final class FarmWork implements OperationType {
  static final String NAME = "farm.work";
  static final String NOTES = "work.log";

  private final Path notes;

  /**
   * @param directory the agent's own
   */
  FarmWork(Path directory) {
    this.notes = directory.resolve(NOTES);
  }

  private record Task(long number, Duration takes) {
    String begun() {
      return "begin " + number;
    }

    String ended() {
      return "end " + number;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OperationClass operationClass() {
    return OperationClass.MUTATE;
  }

  @Override
  public Ending run(Payload arguments, Progress progress, CancelSignal cancel)
      throws InterruptedException {
    try {
      var task = task(arguments);
      note(task.begun());
      if (cancel.await(task.takes())) {
        return Ending.failed("stopped");
      }
      note(task.ended());
      return Ending.succeeded("done");
    } catch (IOException | InvalidJsonException e) {
      return Ending.failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Interruption afterCrash() {
    return new Interruption.Probe((arguments, _, _) -> found(arguments));
  }

  private Ending found(Payload arguments) {
    try {
      var task = task(arguments);
      var lines = Files.exists(notes) ? Files.readAllLines(notes) : List.<String>of();
      if (lines.contains(task.ended())) {
        return Ending.succeeded("it had been done");
      }
      return lines.contains(task.begun())
          ? Ending.failed("it was cut off")
          : new Ending.NotStarted("no trace of it");
    } catch (IOException | InvalidJsonException e) {
      return new Ending.CannotTell(String.valueOf(e.getMessage()));
    }
  }

  private static Task task(Payload arguments) throws IOException, InvalidJsonException {
    var json = CanonicalJson.parseObject(arguments.bytes());
    if (json.get("n") instanceof Number number && json.get("ms") instanceof Number millis) {
      return new Task(number.longValue(), Duration.ofMillis(millis.longValue()));
    }
    throw new IOException("arguments: n or ms is missing (expected: numbers)");
  }

  private void note(String line) throws IOException {
    try (var file =
        FileChannel.open(
            notes, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      file.force(true);
    }
  }
}
