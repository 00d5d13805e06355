package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.store.DatabaseHealth;
import io.murmuration.central.store.InventoryLock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** While somebody else holds the lock of the inventory: a slow disk, or an operator's open psql. */
@Tag("database")
class InventoryHeldTest {
  private static final String LIST = "/v1.0/subclouds";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** More than the server has workers, and far more than the pool has connections. */
  private static final int WRITERS = 40;

  @AutoClose private final TestHub hub = new TestHub();

  @Test
  void writersAreRefusedInWordsAndReadsGoOn() {
    int id = hub.added("alpha");
    var before = hub.get(LIST + "/alpha").json();

    var writers =
        hub.database()
            .database()
            .transactions()
            .inTx(tx -> {
              InventoryLock.take(tx, PATIENCE);
              return whileWritersWait(id);
            });

    assertThat(writers)
        .allSatisfy(reply -> {
          assertThat(reply.status()).isEqualTo(503);
          assertThat(reply.body()).contains("nothing was stored");
        });
    assertThat(writers)
        .anySatisfy(reply -> assertThat(reply.body()).contains("another change holds"))
        .anySatisfy(reply -> assertThat(reply.body()).contains("waiting already"));
    assertThat(hub.get(LIST + "/alpha").json()).isEqualTo(before);
    assertThat(hub.patch(LIST + "/alpha", Map.of("location", "now")).status()).isEqualTo(200);
  }

  private List<TestHub.Reply> whileWritersWait(int id) {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          IntStream.range(0, WRITERS)
              .mapToObj(_ -> CompletableFuture.supplyAsync(() -> write(id), clients))
              .toList();
      CompletableFuture.anyOf(writers.toArray(CompletableFuture[]::new)).join();
      for (int i = 0; i < WRITERS; i++) {
        assertThat(hub.get(LIST + "?limit=1").status()).isEqualTo(200);
      }
      assertThat(new DatabaseHealth(hub.database().database()).check().healthy()).isTrue();
      assertThat(writers).as("writers still wait").anyMatch(writer -> !writer.isDone());
      return writers.stream().map(CompletableFuture::join).toList();
    }
  }

  private TestHub.Reply write(int id) {
    return hub.patch(LIST + "/" + id, Map.of("location", "elsewhere"));
  }
}
