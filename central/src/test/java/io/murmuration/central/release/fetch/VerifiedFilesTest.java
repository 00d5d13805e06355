package io.murmuration.central.release.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VerifiedFilesTest {
  private static final int FETCHES = 8;

  @TempDir private Path directory;

  /** One thread, so that a task before it holds a reading back. */
  private final ThreadPoolExecutor readers =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());

  private Vault vault;
  private Content content;
  private VerifiedFiles files;

  @BeforeEach
  void anArtefact() throws Exception {
    vault = Vault.open(directory.resolve("vault"), new Vault.Limits(1L << 20, 0), UUID::randomUUID);
    try (var incoming = vault.receive()) {
      incoming.write("an artefact".getBytes(UTF_8));
      content = incoming.finish();
      incoming.keep(content);
    }
    files = new VerifiedFiles(vault, readers);
  }

  @AfterEach
  void close() {
    readers.shutdownNow();
  }

  private void open() throws IOException, InterruptedException {
    try (var file = files.open(content, () -> false)) {
      assertThat(file).isNotNull();
    }
  }

  @Test
  void aPeerThatIsGoneWaitsForNoReading() throws Exception {
    var held = new CountDownLatch(1);
    readers.execute(() -> awaitUninterrupted(held));
    try (var file = files.open(content, () -> true)) {
      assertThat(file).isNull();
    }
    held.countDown();
  }

  @Test
  void aFileThatManyAskForAtOnceIsReadThroughOnceAndOnlyByAReader() throws Exception {
    var held = new CountDownLatch(1);
    var waiting = new CountDownLatch(FETCHES);
    readers.execute(() -> awaitUninterrupted(held));
    var opened = new ArrayList<Future<?>>();
    try (var fetches = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < FETCHES; i++) {
        opened.add(
            fetches.submit(() -> {
              waiting.countDown();
              open();
              return true;
            }));
      }
      waiting.await();
      await().until(() -> readers.getQueue().size() == 1);
      assertThat(opened).noneMatch(Future::isDone);
      held.countDown();
    }
    assertThat(opened).allMatch(one -> one.state() == Future.State.SUCCESS);
    assertThat(readers.getTaskCount()).isEqualTo(2);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFileThatChangedIsReadThroughAgain() throws Exception {
    open();
    open();
    assertThat(readers.getTaskCount()).isOne();
    Files.setLastModifiedTime(
        vault.place(content.sha256()), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    open();
    assertThat(readers.getTaskCount()).isEqualTo(2);
  }

  @Test
  void aDamagedFileIsRefusedEachTimeUntilItIsWhole() throws Exception {
    var place = vault.place(content.sha256());
    var modified = Files.getLastModifiedTime(place);
    Files.writeString(place, "an Artefact");
    Files.setLastModifiedTime(place, modified);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is damaged at the hub");
    }
    Files.writeString(place, "an artefact");
    Files.setLastModifiedTime(place, modified);
    open();
    assertThat(readers.getTaskCount()).isEqualTo(3);
  }
}
