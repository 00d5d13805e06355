package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes all changes of a push within the transaction of a connection. */
final class IdentityWriter {
  /** Other agents of this site, and tools of ours, wait for each other. */
  private static final long LOCK = 0x6d75726dL << 32 | 0x69646e74L;

  private final Connection connection;
  private final Map<IdentityType, TypeWriter> writers = new EnumMap<>(IdentityType.class);

  IdentityWriter(Connection connection, Tables tables) {
    this.connection = connection;
    writers.put(IdentityType.REVOCATION_EVENT, new RevocationWriter(tables));
    writers.put(IdentityType.PROJECT, new ProjectWriter(tables));
    writers.put(IdentityType.ROLE, new RoleWriter(tables));
    writers.put(IdentityType.USER, new UserWriter(tables));
    writers.put(IdentityType.GROUP, new GroupWriter(tables));
    writers.put(IdentityType.ASSIGNMENT, new AssignmentWriter(tables));
  }

  /**
   * @param each one item that the tables do not take is refused for itself, at the cost of a
   *     savepoint per item; else it fails the transaction
   * @return one result per write, in its order
   */
  List<SiteResult> write(List<SiteWrite> writes, boolean each) throws SQLException {
    try (var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
      lock.setLong(1, LOCK);
      lock.execute();
    }
    var batch = Batch.of(writes);
    var results = new ArrayList<SiteResult>(Collections.nCopies(writes.size(), SiteResult.APPLIED));
    for (int index : WriteOrder.of(writes)) {
      var write = writes.get(index);
      results.set(index, each ? writeEach(write, batch) : write(write, batch));
    }
    return results;
  }

  private SiteResult writeEach(SiteWrite write, Batch batch) throws SQLException {
    var savepoint = connection.setSavepoint();
    try {
      var result = write(write, batch);
      connection.releaseSavepoint(savepoint);
      return result;
    } catch (SQLException e) {
      if (!DatabaseAnswer.isAboutTheItem(e)) {
        throw e;
      }
      connection.rollback(savepoint);
      return DatabaseAnswer.aboutTheItem(e);
    }
  }

  private SiteResult write(SiteWrite write, Batch batch) throws SQLException {
    var writer = IdentityType.fromWireName(write.key().type()).map(writers::get);
    if (writer.isEmpty()) {
      return new SiteResult.Refused(
          "unsupported type "
              + Kind.IDENTITY
              + "/"
              + write.key().type()
              + " (expected: one of "
              + String.join(", ", Stream.of(IdentityType.values()).map(t -> t.wireName()).toList())
              + ")");
    }
    var name = write.key().name();
    return switch (write) {
      case SiteWrite.Upsert(_, var payload) -> writer.get().upsert(name, Value.of(payload), batch);
      case SiteWrite.Delete _ -> writer.get().delete(name, batch);
    };
  }
}
