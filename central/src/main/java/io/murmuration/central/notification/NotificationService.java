package io.murmuration.central.notification;

import io.murmuration.central.api.Request;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.sync.resource.Scope;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks for audits by way of the order of changes, because it is what every node reads: the sessions
 * of the fleet are spread over all of them. Thread-safe; blocks.
 */
final class NotificationService {
  private final Commits commits;
  private final ChangeNudge nudge;

  NotificationService(Commits commits, ChangeNudge nudge) {
    this.commits = commits;
    this.nudge = nudge;
  }

  void happened(Request request, Set<NotifiedEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    var names = events.stream().map(NotifiedEvent::wireName).collect(Collectors.joining(", "));
    commits.inTx(
        request.requestId(),
        tx -> {
          var entry = AuditEntry.of(request, "notify", names);
          for (var event : events) {
            entry = entry.at(Changes.append(tx, event.audit(), Scope.FLEET));
          }
          AuditTrail.record(tx, entry);
          return entry;
        });
    nudge.nudge();
  }
}
