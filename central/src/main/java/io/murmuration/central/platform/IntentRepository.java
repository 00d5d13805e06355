package io.murmuration.central.platform;

import io.murmuration.schema.tx.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** SQL of {@code intent}. Stateless. */
final class IntentRepository {

  /**
   * An effect that was begun.
   *
   * @param before what lets anybody find out afterwards whether it happened
   */
  record Intent(long id, String before) {}

  /** The end of one; {@code before} as in {@link Intent}. */
  record Ended(String before, Instant endedAt, String outcome) {}

  Optional<Intent> open(Tx tx, String duty) {
    return tx.sql()
        .fetchOptional("SELECT id, before FROM intent WHERE duty = ? AND ended_at IS NULL", duty)
        .map(row -> new Intent(row.get("id", Long.class), row.get("before", String.class)));
  }

  /** The newest that ended. */
  Optional<Ended> last(Tx tx, String duty) {
    return tx.sql()
        .fetchOptional(
            """
            SELECT before, ended_at, outcome FROM intent
            WHERE duty = ? AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 1
            """,
            duty)
        .map(row ->
            new Ended(
                row.get("before", String.class),
                row.get("ended_at", OffsetDateTime.class).toInstant(),
                row.get("outcome", String.class)));
  }

  /** When the newest with one of these outcomes began; there is one. */
  Instant lastOf(Tx tx, String duty, String... outcomes) {
    return tx.sql()
        .fetchSingle(
            "SELECT max(begun_at) AS begun_at FROM intent WHERE duty = ? AND outcome = ANY (?)",
            duty,
            outcomes)
        .get("begun_at", OffsetDateTime.class)
        .toInstant();
  }

  Intent begin(Tx tx, String duty, String before, long epoch, Instant now) {
    long id =
        tx.sql()
            .fetchSingle(
                """
                INSERT INTO intent (duty, before, leader_epoch, begun_at)
                VALUES (?, ?, ?, ?::timestamptz) RETURNING id
                """,
                duty,
                before,
                epoch,
                now.atOffset(ZoneOffset.UTC))
            .get("id", Long.class);
    return new Intent(id, before);
  }

  /** Notes something that needed no effect. */
  void note(Tx tx, String duty, long epoch, Instant now, String outcome) {
    end(tx, begin(tx, duty, "", epoch, now).id(), now, outcome);
  }

  void end(Tx tx, long id, Instant now, String outcome) {
    tx.sql()
        .execute(
            "UPDATE intent SET ended_at = ?::timestamptz, outcome = ? WHERE id = ?",
            now.atOffset(ZoneOffset.UTC),
            outcome,
            id);
  }
}
