package io.murmuration.central.store;

import io.murmuration.central.observe.HealthCheck;
import io.murmuration.schema.Database;
import java.util.LinkedHashMap;
import java.util.Map;

/** Is the database there, and does it keep what it commits (guarantee 4)? */
public final class DatabaseHealth implements HealthCheck {
  private final Database database;

  public DatabaseHealth(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Facts check() {
    var server = database.facts();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", server.version());
    facts.put("fsync", server.fsync());
    facts.put("synchronous_commit", server.synchronousCommit());
    facts.put("full_page_writes", server.fullPageWrites());
    facts.put("synchronous_standbys", server.synchronousStandbys());
    facts.put("durable", server.durable());
    facts.put("read_only", server.readOnly());
    return new Facts(!server.readOnly(), facts);
  }
}
