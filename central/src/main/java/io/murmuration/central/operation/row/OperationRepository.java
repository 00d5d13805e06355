package io.murmuration.central.operation.row;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.AfterCrash;
import io.murmuration.sync.operation.Operation;
import io.murmuration.sync.operation.OperationClass;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Order;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * SQL of {@code operation}, in bulk. Rows are always locked before they are decided upon, in the
 * order of their ids; {@code settle_counter} comes last in a transaction.
 */
public final class OperationRepository {
  static final String COLUMNS =
      """
      SELECT o.id, o.subcloud_id, o.type, o.class, o.hub_epoch, o.journal_id, o.state,
             o.cancel_asked, o.percent, o.details, o.offered_hub_epoch, o.offered_session,
             o.sealed_arguments IS NOT NULL AS secret,
             greatest(0, extract(epoch FROM o.deadline - clock_timestamp()) * 1000)::bigint
               AS within_ms
      """;

  private static final String HOLD =
      "SELECT id FROM subcloud WHERE id = ANY (?) ORDER BY id FOR KEY SHARE";

  private static final String INSERT =
      """
      INSERT INTO operation (id, subcloud_id, generation, type, class, arguments, sealed_arguments,
                             hub_epoch, deadline, asked_by, request_id)
      SELECT u.id, u.subcloud_id, s.generation, u.type, u.class, u.arguments, u.sealed,
             h.epoch, clock_timestamp() + u.within_ms * interval '1 millisecond', ?, ?
        FROM unnest(?, ?, ?, ?, ?::bytea[], ?::bytea[], ?) WITH ORDINALITY
               AS u(id, subcloud_id, type, class, arguments, sealed, within_ms, nth)
        JOIN subcloud s ON s.id = u.subcloud_id
        CROSS JOIN hub h
       ORDER BY u.nth
          ON CONFLICT (subcloud_id) WHERE class = 'mutate' AND NOT closed DO NOTHING
      RETURNING id
      """;

  private static final String LOCK =
      COLUMNS + " FROM operation o WHERE o.id = ANY (?) ORDER BY o.id FOR UPDATE";

  private static final String LOCK_LATE =
      COLUMNS
          + """
            FROM operation o
           WHERE o.state IN ('created', 'offered', 'accepted') AND NOT o.cancel_asked
             AND o.deadline <= clock_timestamp()
           ORDER BY o.id LIMIT ? FOR UPDATE SKIP LOCKED
          """;

  /**
   * The journal stays, once there is one: no other is ever told. Secret arguments do not outlive
   * the operation: nobody needs them once its end is stored.
   */
  private static final String WRITE =
      """
      UPDATE operation o
         SET state = u.state, percent = u.percent, details = u.details,
             cancel_asked = u.cancel_asked, journal_id = coalesce(o.journal_id, u.journal),
             offered_hub_epoch = u.hub_epoch, offered_session = u.session,
             result = coalesce(u.result, o.result),
             sealed_arguments = CASE WHEN u.state IN ('succeeded', 'failed', 'cancelled')
                                     THEN NULL ELSE o.sealed_arguments END,
             offered_at = CASE WHEN o.offered_at IS NULL AND u.journal IS NOT NULL
                               THEN clock_timestamp() ELSE o.offered_at END,
             settled_at = CASE WHEN u.settles THEN clock_timestamp() ELSE o.settled_at END
        FROM unnest(?, ?, ?::smallint[], ?, ?, ?::uuid[], ?, ?, ?::bytea[], ?)
               AS u(id, state, percent, details, cancel_asked, journal, hub_epoch, session, result,
                    settles)
       WHERE o.id = u.id
      """;

  private static final String SETTLED =
      """
      WITH taken AS (UPDATE settle_counter SET n = n + 1 WHERE id = 1 RETURNING n)
      UPDATE operation o SET settled_n = taken.n FROM taken WHERE o.id = ANY (?)
      """;

  private final ArgumentSeal seal;

  public OperationRepository(ArgumentSeal seal) {
    this.seal = seal;
  }

  /** Which of the subclouds are; they cannot be deleted until the transaction ends. */
  public Set<SubcloudId> hold(Tx tx, List<OrderRow> rows) {
    var ids = rows.stream().map(OrderRow::subcloud).distinct().toList();
    return new HashSet<>(
        tx.sql()
            .resultQuery(HOLD, (Object) numbers(ids, id -> id))
            .fetch(row -> new SubcloudId(row.get(0, Long.class))));
  }

  /** Those that were written: a subcloud that is not, or has a mutating one, gets none. */
  public Set<OperationId> insert(Tx tx, String who, String requestId, List<OrderRow> rows) {
    return new HashSet<>(
        tx.sql()
            .resultQuery(
                INSERT,
                who,
                requestId,
                uuids(rows, OrderRow::id),
                numbers(rows, OrderRow::subcloud),
                texts(rows, OrderRow::type),
                texts(rows, row -> row.operationClass().wireName()),
                bytes(rows, row -> row.secret() ? null : row.arguments().bytes()),
                bytes(rows, row -> row.secret() ? seal.seal(row.arguments().bytes()) : null),
                longs(rows, row -> row.startWithin().toMillis()))
            .fetch(row -> id(row.get(0, UUID.class))));
  }

  /** Those that are. */
  public List<OperationRow> lock(Tx tx, Collection<OperationId> ids) {
    return tx.sql()
        .resultQuery(LOCK, (Object) uuids(List.copyOf(ids), id -> id))
        .fetch(row -> row(row, Payload.of("")));
  }

  /** Whose deadline has passed; what another transaction has locked is left to it. */
  public List<OperationRow> lockLate(Tx tx, int most) {
    return tx.sql().resultQuery(LOCK_LATE, most).fetch(row -> row(row, Payload.of("")));
  }

  /** One statement. */
  public void write(Tx tx, List<OperationRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    tx.sql()
        .execute(
            WRITE,
            uuids(rows, row -> row.operation().order().id()),
            texts(rows, row -> Stages.state(row.operation().stage())),
            numbersOf(rows, row -> Stages.percent(row.operation().stage())),
            texts(rows, row -> Stages.details(row.operation().stage())),
            rows.stream().map(row -> row.operation().cancelAsked()).toArray(Boolean[]::new),
            rows.stream().map(row -> journal(row.operation())).toArray(UUID[]::new),
            longs(rows, row -> row.session().hubEpoch()),
            longs(rows, row -> row.session().number()),
            bytes(rows, OperationRepository::result),
            rows.stream().map(OperationRow::settles).toArray(Boolean[]::new));
  }

  /** Gives those that are settled their number; must be the transaction's last statement. */
  public void settled(Tx tx, List<OperationRow> rows) {
    var settled = rows.stream().filter(OperationRow::settles).toList();
    if (!settled.isEmpty()) {
      tx.sql().execute(SETTLED, (Object) uuids(settled, row -> row.operation().order().id()));
    }
  }

  private static @Nullable UUID journal(Operation operation) {
    return operation.journal() == null ? null : UUID.fromString(operation.journal());
  }

  private static byte @Nullable [] result(OperationRow row) {
    return row.result() == null || row.result().size() == 0 ? null : row.result().bytes();
  }

  static OperationRow row(Record row, Payload arguments) {
    var order =
        new Order(
            id(row.get("id", UUID.class)),
            row.get("type", String.class),
            arguments,
            row.get("class", String.class).equals(OperationClass.MUTATE.wireName()),
            AfterCrash.UNKNOWN, // the agent's types know
            row.get("hub_epoch", Long.class));
    var journal = row.get("journal_id", UUID.class);
    var stage =
        Stages.of(
            row.get("state", String.class),
            row.get("percent", Integer.class),
            row.get("details", String.class));
    return new OperationRow(
        new SubcloudId(row.get("subcloud_id", Long.class)),
        new Operation(
            order,
            stage,
            journal == null ? null : journal.toString(),
            row.get("cancel_asked", Boolean.class)),
        row.get("secret", Boolean.class),
        Duration.ofMillis(row.get("within_ms", Long.class)),
        new OperationRow.Session(
            row.get("offered_hub_epoch", Long.class), row.get("offered_session", Long.class)),
        false,
        null,
        false);
  }

  static OperationId id(UUID id) {
    return new OperationId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  static <T> UUID[] uuids(List<T> rows, Function<T, OperationId> id) {
    return rows.stream().map(id).map(one -> new UUID(one.high(), one.low())).toArray(UUID[]::new);
  }

  static <T> Integer[] numbers(List<T> rows, Function<T, SubcloudId> id) {
    return rows.stream().map(row -> Math.toIntExact(id.apply(row).value())).toArray(Integer[]::new);
  }

  private static <T> Integer[] numbersOf(List<T> rows, Function<T, Integer> value) {
    return rows.stream().map(value).toArray(Integer[]::new);
  }

  static <T> Long[] longs(List<T> rows, Function<T, Long> value) {
    return rows.stream().map(value).toArray(Long[]::new);
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }

  private static <T> byte[][] bytes(List<T> rows, Function<T, byte @Nullable []> value) {
    return rows.stream().map(value).toArray(byte[][]::new);
  }
}
