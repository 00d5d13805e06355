package io.murmuration.central.recovery.conflict;

import io.murmuration.central.api.Caller;
import io.murmuration.central.cluster.ChangeListener;
import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.central.cluster.SubcloudView.Conflict;
import io.murmuration.central.cluster.SubcloudView.Stage;
import io.murmuration.central.desired.SiteItems;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.recovery.conflict.ResolutionRepository.Pending;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.Change;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Changes;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what sites hold, as operators ordered it: the node that has the stream asks the agent,
 * and makes a revision of the answer. What is ordered is a row: after a crash of the node the next
 * Hello finds it again. Thread-safe; few sites at once, each on a virtual thread.
 */
public final class Adopter implements ChangeListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Adopter.class);

  /** Each of them may hold some megabytes. */
  private static final int AT_ONCE = 8;

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration DATABASE_AWAY = Duration.ofSeconds(5);

  private final Ports ports;
  private final Faults faults;
  private final ResolutionRepository repository = new ResolutionRepository();
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Set<SubcloudId> wanted = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * What it needs.
   *
   * @param image the newest
   * @param nudge after a commit
   */
  public record Ports(
      Transactions transactions,
      Supplier<HubSnapshot> image,
      SiteContents contents,
      SiteItems items,
      ChangeNudge nudge) {}

  public Adopter(Ports ports, ConflictBoard board, Faults faults) {
    this.ports = ports;
    this.faults = faults;
    board.onAdopting(id -> later(SOON, id)); // its stream is about to be opened
  }

  @Override
  public void changed(List<Change> changes, Revision appliedUpTo) {
    for (var change : changes) {
      if (change.what() == ChangeKind.SUBCLOUD
          && change.scope() instanceof Scope.Subcloud(var number)) {
        var id = new SubcloudId(number);
        ports.image().get().subcloud(id).filter(Adopter::isAdopting).ifPresent(_ -> look(id));
      }
    }
  }

  @Override
  public void reloaded(Revision appliedUpTo) {
    ports.image().get().subclouds().stream()
        .filter(Adopter::isAdopting)
        .forEach(subcloud -> look(subcloud.id()));
  }

  private static boolean isAdopting(SubcloudView subcloud) {
    return subcloud.conflicts().stream().anyMatch(one -> one.stage() == Stage.ADOPTING);
  }

  private void look(SubcloudId id) {
    if (!threads.isShutdown() && wanted.add(id)) {
      threads.execute(() -> {
        turns.acquireUninterruptibly();
        try {
          wanted.remove(id);
          adopt(id);
        } catch (DataAccessException e) {
          LOG.warn("{}: not adopted yet: {}", id, e.getMessage());
          later(DATABASE_AWAY, id);
        } catch (RuntimeException e) {
          faults.report("adopter", e);
        } finally {
          turns.release();
        }
      });
    }
  }

  private void later(Duration delay, SubcloudId id) {
    Executor after = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    after.execute(() -> look(id));
  }

  private void adopt(SubcloudId id) {
    var hub = ports.image().get();
    var subcloud = hub.subcloud(id);
    if (subcloud.isEmpty()) {
      return;
    }
    for (var conflict : subcloud.get().conflicts()) {
      if (conflict.stage() == Stage.ADOPTING) {
        var kind = conflict.kind();
        var reply =
            ports
                .contents()
                .read(id, kind, hub.wanted(id, kind), key -> SiteItems.isDeclarable(kind, key));
        if (!(reply instanceof SiteContents.Reply.NotHere)) {
          ports.transactions().runInTx(tx -> settle(tx, subcloud.get(), conflict, reply));
          ports.nudge().nudge();
        }
      }
    }
  }

  private void settle(Tx tx, SubcloudView subcloud, Conflict conflict, SiteContents.Reply reply) {
    var id = subcloud.id();
    for (var pending : repository.lockAdopting(tx, id)) {
      if (pending.kind() != conflict.kind()
          || !pending.held().equals(conflict.held())
          || !pending.lineage().equals(conflict.lineage())) {
        continue; // decided otherwise meanwhile, or about what the site held before
      }
      switch (reply) {
        case SiteContents.Reply.Read read -> takeOver(tx, subcloud, pending, read);
        case SiteContents.Reply.Unanswered(var why) -> repository.failed(tx, id, pending, why);
        case SiteContents.Reply.NotHere _ -> {}
      }
      Changes.append(tx, ChangeKind.SUBCLOUD, new Scope.Subcloud(id.value()));
    }
  }

  private void takeOver(
      Tx tx, SubcloudView subcloud, Pending pending, SiteContents.Reply.Read read) {
    var id = subcloud.id();
    var asked = repository.asked(tx, pending.resolution());
    var entry =
        AuditEntry.of(
            "%s/%d/%s".formatted(asked.requestId(), id.value(), pending.kind()),
            new Caller(asked.by(), "", Set.of(), ""),
            "take over what the site holds",
            "subcloud %s (%d) %s".formatted(subcloud.name(), id.value(), pending.kind()));
    var revision =
        ports.items().takeOver(tx, id, pending.kind(), read.values(), read.missing(), entry);
    repository.adopted(tx, id, pending, revision);
    LOG.info("{} {}: adopted what the site holds, {}", id, pending.kind(), revision);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
