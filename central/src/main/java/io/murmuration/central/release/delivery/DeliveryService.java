package io.murmuration.central.release.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Json;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.request.Target;
import io.murmuration.central.operation.NewOperation;
import io.murmuration.central.operation.Operations;
import io.murmuration.central.operation.OrderedBy;
import io.murmuration.central.operation.Started;
import io.murmuration.central.release.delivery.DeliveryRepository.Open;
import io.murmuration.central.release.registry.Release;
import io.murmuration.central.release.registry.ReleaseRepository;
import io.murmuration.central.release.registry.ReleaseService;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.Refs;
import io.murmuration.central.store.Refs.Hold;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Orders, lists and cancels deliveries, each a transaction with a fixed number of statements,
 * however many sites. Thread-safe; blocks; refuses by {@link RefusedException}.
 */
final class DeliveryService {
  /** As the agent knows it. */
  private static final String TYPE = "release.load";

  private final Transactions transactions;
  private final Commits commits;
  private final Operations operations;
  private final ChangeNudge nudge;
  private final ReleaseRepository releases = new ReleaseRepository();
  private final DeliveryRepository deliveries = new DeliveryRepository();

  DeliveryService(
      Transactions transactions, Commits commits, Operations operations, ChangeNudge nudge) {
    this.transactions = transactions;
    this.commits = commits;
    this.operations = operations;
    this.nudge = nudge;
  }

  /** A release with the newest delivery to each site. */
  record Overview(Release release, List<Delivery> deliveries) {}

  Overview list(String releaseId) {
    return transactions.inTx(tx -> overview(tx, releaseId));
  }

  private Overview overview(Tx tx, String releaseId) {
    return new Overview(release(tx, releaseId), deliveries.latest(tx, releaseId));
  }

  private Release release(Tx tx, String releaseId) {
    return releases.find(tx, releaseId).orElseThrow(() -> ReleaseService.notFound(releaseId));
  }

  /** A site to which the release is on its way already stays as it is. */
  Overview order(Request request, String releaseId, DeliveryOrder order) {
    commits.inTx(
        request.requestId(),
        tx -> {
          if (!releases.hold(tx, releaseId)) {
            throw ReleaseService.notFound(releaseId);
          }
          var orders = orders(tx, release(tx, releaseId), order);
          AuditTrail.record(
              tx,
              AuditEntry.of(
                  request, "deliver release", "release " + releaseId + " to " + orders.size()));
          start(tx, request, releaseId, orders);
          return orders;
        });
    nudge.nudge();
    return list(releaseId);
  }

  private List<NewOperation> orders(Tx tx, Release release, DeliveryOrder order) {
    var open = deliveries.openAt(tx, release.id());
    var arguments = arguments(release);
    return targets(tx, order.target()).stream()
        .map(Refs.Found::id)
        .filter(id -> !open.contains(id))
        .map(id ->
            new NewOperation(
                id, TYPE, OperationClass.DOWNLOAD, arguments, false, order.startWithin()))
        .toList();
  }

  private void start(Tx tx, Request request, String releaseId, List<NewOperation> orders) {
    var started = operations.start(tx, OrderedBy.of(request), orders);
    var rows = new ArrayList<Open>();
    for (int i = 0; i < started.size(); i++) {
      if (started.get(i) instanceof Started.Ordered(var operation)) {
        rows.add(new Open(orders.get(i).subcloud(), operation));
      }
    }
    if (!rows.isEmpty()) {
      deliveries.insert(tx, releaseId, rows);
    }
  }

  private static Payload arguments(Release release) {
    var json = JsonNodeFactory.instance.objectNode();
    var files = json.putArray("files");
    for (var file : release.files()) {
      files
          .addObject()
          .put("name", file.name())
          .put("sha256", file.content().sha256().hex())
          .put("size", file.content().size());
    }
    json.put("release_id", release.id());
    return Payload.of(Json.bytes(json));
  }

  private static List<Refs.Found> targets(Tx tx, Target target) {
    return switch (target) {
      case Target.Subclouds(var refs) -> {
        var found = Refs.subclouds(tx, refs, Hold.UNTIL_COMMIT);
        var unknown = Refs.unknown(refs, found);
        if (!unknown.isEmpty()) {
          throw new RefusedException(
              new ApiError.NotFound("Subclouds not found: " + String.join(", ", unknown)));
        }
        yield found;
      }
      case Target.Group(var ref) ->
          Refs.group(tx, ref, Hold.NONE)
              .map(group -> Refs.inGroup(tx, group, Hold.UNTIL_COMMIT))
              .orElseThrow(
                  () -> new RefusedException(new ApiError.NotFound("Subcloud Group not found")));
    };
  }

  /**
   * What has not begun is cancelled; what has is asked to stop.
   *
   * @param ref of a subcloud; empty: of all
   */
  Overview cancel(Request request, String releaseId, Optional<String> ref) {
    commits.inTx(
        request.requestId(),
        tx -> {
          release(tx, releaseId);
          var only = ref.map(name -> subcloud(tx, name));
          var open =
              deliveries.open(tx, releaseId).stream()
                  .filter(delivery -> only.isEmpty() || delivery.subcloud().equals(only.get()))
                  .map(Open::operation)
                  .toList();
          AuditTrail.record(
              tx,
              AuditEntry.of(
                  request,
                  "cancel deliveries",
                  "release " + releaseId + ref.map(name -> " to " + name).orElse("")));
          return operations.cancel(tx, open);
        });
    nudge.nudge();
    return list(releaseId);
  }

  private static SubcloudId subcloud(Tx tx, String ref) {
    return Refs.subcloud(tx, ref, Hold.NONE)
        .map(Refs.Found::id)
        .orElseThrow(() -> new RefusedException(new ApiError.NotFound("Subcloud not found")));
  }
}
