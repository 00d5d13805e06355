package io.murmuration.central.store;

import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Request;
import io.murmuration.sync.model.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, from where. Values never appear, only digests of them.
 *
 * @param requestId unique: one request writes one entry
 * @param what verb and resource, e.g. {@code update subcloud}
 * @param target the thing, e.g. {@code subcloud edge7 (12)}
 * @param revision the change that it made; null if it changed nothing that the fleet must hear of
 * @param before digest of the state before; null if there was none
 * @param after digest of the state after; null if there is none
 */
public record AuditEntry(
    String requestId,
    String who,
    String project,
    String address,
    String what,
    String target,
    @Nullable Revision revision,
    @Nullable String before,
    @Nullable String after) {

  /** An entry without revision and digests. */
  public static AuditEntry of(Request request, String what, String target) {
    return of(request.requestId(), request.caller(), what, target);
  }

  /** As {@link #of(Request, String, String)}, below the HTTP layer. */
  public static AuditEntry of(String requestId, Caller caller, String what, String target) {
    return new AuditEntry(
        requestId,
        caller.user(),
        caller.project(),
        caller.address(),
        what,
        target,
        null,
        null,
        null);
  }

  /** A copy that names the change. */
  public AuditEntry at(Revision change) {
    return new AuditEntry(requestId, who, project, address, what, target, change, before, after);
  }

  /** A copy with digests of the state before and after. */
  public AuditEntry with(@Nullable String digestBefore, @Nullable String digestAfter) {
    return new AuditEntry(
        requestId, who, project, address, what, target, revision, digestBefore, digestAfter);
  }
}
