package io.murmuration.central.subcloud.listing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Json;
import io.murmuration.sync.model.SubcloudId;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** A subcloud as it is shown: the record's text and the endpoints'. Immutable. */
public final class Row {
  private final Facts facts;
  private final boolean online;
  private final RecordText record;
  private final StatusText statuses;

  Row(Facts facts, boolean online, RecordText record, StatusText statuses) {
    this.facts = facts;
    this.online = online;
    this.record = record;
    this.statuses = statuses;
  }

  public SubcloudId id() {
    return facts.id();
  }

  /** The contract's object of a single subcloud; the caller's own. */
  public ObjectNode object() {
    var text = new ByteArrayOutputStream();
    Projection.SHOWN.write(this, text::write);
    return Json.object(text.toByteArray());
  }

  Facts facts() {
    return facts;
  }

  boolean online() {
    return online;
  }

  RecordText record() {
    return record;
  }

  StatusText statuses() {
    return statuses;
  }

  /**
   * What the database said when it was last asked, without the text, and what filters ask for.
   *
   * @param session under which {@code online} was written
   */
  record Facts(
      SubcloudId id,
      String name,
      String region,
      long group,
      String management,
      String deploy,
      boolean online,
      ReadRow.Stamp session,
      List<ReadRow.Status> statuses) {
    static Facts of(ReadRow read) {
      var json = read.json();
      return new Facts(
          read.id(),
          json.get("name").asText(),
          json.get("region-name").asText(),
          read.group(),
          json.get("management-state").asText(),
          json.get("deploy-status").asText(),
          read.online(),
          read.session(),
          read.statuses());
    }
  }
}
