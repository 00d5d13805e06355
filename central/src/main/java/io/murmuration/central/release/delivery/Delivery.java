package io.murmuration.central.release.delivery;

import io.murmuration.sync.operation.OperationId;

/**
 * How a release's way to one site stands.
 *
 * @param state of the operation, in its column's words
 * @param percent as the site said last
 * @param details in words
 * @param online whether an agent of the site is connected
 * @param ageMillis since the state was entered
 */
record Delivery(
    long subcloudId,
    String subcloud,
    OperationId operation,
    String state,
    int percent,
    String details,
    boolean online,
    long ageMillis) {
  boolean isOpen() {
    return switch (state) {
      case "succeeded", "failed", "cancelled" -> false;
      default -> true;
    };
  }

  Delivery live(int percentNow, String detailsNow) {
    return new Delivery(
        subcloudId, subcloud, operation, state, percentNow, detailsNow, online, ageMillis);
  }
}
