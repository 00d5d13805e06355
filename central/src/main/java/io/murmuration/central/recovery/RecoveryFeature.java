package io.murmuration.central.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.murmuration.central.api.Feature;
import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.central.desired.SiteItems;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.observe.HealthCheck;
import io.murmuration.central.recovery.conflict.Adopter;
import io.murmuration.central.recovery.conflict.ConflictBoard;
import io.murmuration.central.recovery.conflict.ConflictRoutes;
import io.murmuration.central.recovery.conflict.ConflictWriter;
import io.murmuration.central.recovery.conflict.SiteContents;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** All of it, put together. Closing ends its threads, the last one first. */
public final class RecoveryFeature implements AutoCloseable {
  private final Transactions transactions;
  private final Commits commits;
  private final HubGuard guard;
  private final ConflictBoard board = new ConflictBoard();
  private final Deque<Runnable> opened = new ArrayDeque<>();

  private RecoveryFeature(Transactions transactions, Commits commits, HubGuard guard) {
    this.transactions = transactions;
    this.commits = commits;
    this.guard = guard;
  }

  /**
   * Before anything is served on the strength of this database: holds the hub if it was restored.
   *
   * @param directory of the node's memory
   */
  public static RecoveryFeature open(Transactions transactions, Commits commits, Path directory) {
    return new RecoveryFeature(transactions, commits, HubGuard.check(transactions, directory));
  }

  /** Hears what sites hold; for the gateway. */
  public ConflictBoard board() {
    return board;
  }

  /**
   * Before agents come.
   *
   * @param nudge after a commit
   */
  public void start(
      ChangeReader reader,
      SiteContents contents,
      PayloadSeal seal,
      ChangeNudge nudge,
      MeterRegistry registry,
      Faults faults) {
    Supplier<HubSnapshot> image = reader.image()::snapshot;
    guard.watch(reader, faults);
    opened.push(guard::close);
    opened.push(ConflictWriter.start(board, transactions, nudge, faults)::close);
    var ports = new Adopter.Ports(transactions, image, contents, new SiteItems(seal), nudge);
    var adopter = new Adopter(ports, board, faults);
    opened.push(adopter::close);
    reader.listen(adopter);
    Gauge.builder("murmuration.hub.held", () -> image.get().hold() == null ? 0 : 1)
        .register(registry);
    Gauge.builder("murmuration.conflicts", () -> inConflict(image.get())).register(registry);
  }

  private static long inConflict(HubSnapshot hub) {
    return hub.subclouds().stream().filter(one -> !one.conflicts().isEmpty()).count();
  }

  public HealthCheck health(ChangeReader reader) {
    return new RecoveryHealth(reader.image()::snapshot);
  }

  /**
   * The REST side of it.
   *
   * @param difference asks whichever node has the site's stream how it differs from what is wanted
   * @param ids random
   * @param committed told of each revision of the whole fleet, after its commit
   */
  public List<Feature> routes(
      Function<SubcloudId, Optional<JsonNode>> difference,
      Supplier<UUID> ids,
      InstantSource clock,
      ChangeNudge nudge,
      Consumer<Revision> committed) {
    return List.of(
        new RecoveryRoutes(transactions, commits, ids, committed),
        new ConflictRoutes(transactions, commits, difference, ids, clock, nudge));
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }
}
