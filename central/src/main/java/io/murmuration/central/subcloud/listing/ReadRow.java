package io.murmuration.central.subcloud.listing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.util.List;

/**
 * A subcloud as the database has it.
 *
 * @param json the contract's base object, as a read shows it; not changed any more
 * @param group row id
 * @param session under which {@code online} was written
 * @param statuses in the order in which they are shown
 */
public record ReadRow(
    SubcloudId id,
    ObjectNode json,
    long group,
    boolean online,
    Stamp session,
    List<Status> statuses) {
  public ReadRow {
    statuses = List.copyOf(statuses);
  }

  /**
   * What was said about one endpoint type.
   *
   * @param wanted the revision for which it was said
   */
  public record Status(String endpointType, SyncStatus status, Revision wanted, Stamp stamp) {}

  /**
   * Who wrote something: of two statements the one of the newer session counts, then the one about
   * the newer generation of the subcloud.
   *
   * @param epoch of the session; 0 before the first
   * @param generation 0 where it plays no part
   */
  public record Stamp(long hubEpoch, long epoch, long generation) {
    boolean isAfter(Stamp other) {
      if (hubEpoch != other.hubEpoch) {
        return hubEpoch > other.hubEpoch;
      }
      return epoch != other.epoch ? epoch > other.epoch : generation > other.generation;
    }
  }
}
