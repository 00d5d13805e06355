package io.murmuration.central.subcloud.listing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.sync.model.SyncStatus;

/**
 * What is said about a subcloud's endpoints, encoded. There are few different ones, so rows share
 * them: a status that changes costs a pointer. Immutable.
 */
final class StatusText {
  private final SyncStatus overall;
  private final byte[] endpointsMember;
  private final byte[] overallMember;

  /**
   * @param endpoints a JSON array
   */
  StatusText(String endpoints, SyncStatus overall) {
    this.overall = overall;
    this.endpointsMember = ("\"endpoint_sync_status\":" + endpoints).getBytes(UTF_8);
    this.overallMember = "\"sync_status\":\"%s\"".formatted(overall.wireName()).getBytes(UTF_8);
  }

  SyncStatus overall() {
    return overall;
  }

  /** {@code "endpoint_sync_status":[…]}; not to be changed. */
  byte[] endpointsMember() {
    return endpointsMember;
  }

  /** {@code "sync_status":"…"}; not to be changed. */
  byte[] overallMember() {
    return overallMember;
  }
}
