package io.murmuration.central.cluster;

import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.testing.ReversingSeal;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.Digester;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes what the features of REST write, and starts readers that read by nudge only. */
public final class Fixture {
  /** Nothing happens by itself: a test nudges, so that it can count. */
  static final ChangeReader.Timing BY_NUDGE =
      new ChangeReader.Timing(Duration.ofHours(1), Duration.ofSeconds(3), Duration.ofSeconds(20));

  public final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final TestDatabase database;

  public Fixture(TestDatabase database) {
    this.database = database;
  }

  public ChangeReader reader() {
    return ChangeReader.start(
        database.database().transactions(),
        new HashDigester(),
        new ReversingSeal(),
        BY_NUDGE,
        System::nanoTime,
        (_, bug) -> faults.add(bug));
  }

  public SubcloudId subcloud(String name, long group) {
    return database
        .database()
        .transactions()
        .inTx(tx -> {
          var id = insert(tx, name, group);
          Changes.append(tx, ChangeKind.SUBCLOUD, new Scope.Subcloud(id.value()));
          return id;
        });
  }

  private static SubcloudId insert(Tx tx, String name, long group) {
    var row =
        tx.sql()
            .fetchSingle(
                """
                INSERT INTO subcloud (name, software_version, management_state, deploy_status,
                  region_name, management_subnet, management_gateway_ip, management_start_ip,
                  management_end_ip, systemcontroller_gateway_ip, external_oam_subnet_ip_family,
                  group_id)
                VALUES (?, '1', 'managed', 'complete', ?, '', '', '', '', '', '', ?)
                RETURNING id
                """,
                name,
                name,
                group);
    return new SubcloudId(row.get("id", Long.class));
  }

  public Revision declare(Scope scope, String type, String payload) {
    return database.database().transactions().inTx(tx -> declare(tx, scope, type, payload));
  }

  static Revision declare(Tx tx, Scope scope, String type, String payload) {
    var revision = Changes.append(tx, ChangeKind.DESIRED, scope);
    tx.sql()
        .execute(
            """
            INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence,
              payload) VALUES (?, ?, 'platform', ?, 'default', ?, 'present', ?)
            """,
            scope.type(),
            scope.scopeId(),
            type,
            revision.number(),
            payload);
    head(tx, scope, revision, 0);
    return revision;
  }

  private static void head(Tx tx, Scope scope, Revision revision, long rescoped) {
    tx.sql()
        .execute(
            """
            INSERT INTO desired_head (scope_type, scope_id, kind, revision, rescoped)
            VALUES (?, ?, 'platform', ?, ?)
            ON CONFLICT (scope_type, scope_id, kind) DO UPDATE
            SET revision = excluded.revision,
                rescoped = greatest(desired_head.rescoped, excluded.rescoped)
            """,
            scope.type(),
            scope.scopeId(),
            revision.number(),
            rescoped);
  }

  Revision move(SubcloudId id, long from, long to) {
    return database
        .database()
        .transactions()
        .inTx(tx -> {
          var scope = new Scope.Subcloud(id.value());
          var revision = Changes.append(tx, ChangeKind.SUBCLOUD, scope);
          tx.sql().execute("UPDATE subcloud SET group_id = ? WHERE id = ?", to, id.value());
          tx.sql()
              .execute(
                  "INSERT INTO scope_history VALUES (?, ?, ?)",
                  id.value(),
                  from,
                  revision.number());
          head(tx, scope, revision, revision.number());
          return revision;
        });
  }

  void delete(SubcloudId id) {
    database
        .database()
        .transactions()
        .runInTx(tx -> {
          tx.sql().execute("DELETE FROM subcloud WHERE id = ?", id.value());
          Changes.append(tx, ChangeKind.SUBCLOUD_DELETED, new Scope.Subcloud(id.value()));
        });
  }

  /** Not keyed; equal input gives an equal digest, which is all that matters here. */
  static final class HashDigester implements Digester {
    @Override
    public int keyId() {
      return 1;
    }

    @Override
    public Digest item(Kind kind, ItemKey key, Payload payload) {
      return new Digest(kind.hashCode(), key.hashCode(), payload.hashCode(), 0);
    }

    @Override
    public Digest root(Kind kind, SortedMap<ItemKey, Digest> items) {
      return new Digest(kind.hashCode(), items.hashCode(), items.size(), 1);
    }

    @Override
    public Digest root(Kind kind, Collection<io.murmuration.sync.resource.WantedItem> items) {
      return Digester.super.root(kind, items);
    }

    @Override
    public SortedMap<String, Digest> types(Kind kind, SortedMap<ItemKey, Digest> items) {
      return new TreeMap<>();
    }
  }
}
