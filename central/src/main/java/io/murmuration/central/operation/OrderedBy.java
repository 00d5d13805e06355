package io.murmuration.central.operation;

import io.murmuration.central.api.Request;

/**
 * Who wants operations.
 *
 * @param who a user, or the duty of the hub
 * @param requestId as in the audit trail
 */
public record OrderedBy(String who, String requestId) {
  public static OrderedBy of(Request request) {
    return new OrderedBy(request.caller().user(), request.requestId());
  }
}
