package io.murmuration.central.store;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import java.util.List;

/** Appends to the hub's order of changes. Stateless. */
public final class Changes {
  private static final String APPEND =
      """
      WITH taken AS (UPDATE hub SET seq = seq + 1 RETURNING seq),
           told AS (INSERT INTO change (seq, what, scope_type, scope_id)
                    SELECT seq, ?, ?, ? FROM taken)
      SELECT seq FROM taken
      """;

  private static final String APPEND_EACH =
      """
      WITH taken AS (UPDATE hub SET seq = seq + ? RETURNING seq)
      INSERT INTO change (seq, what, scope_type, scope_id)
      SELECT taken.seq - ? + scope.nth, ?, scope.type, scope.id
      FROM taken, unnest(?::text[], ?::bigint[]) WITH ORDINALITY AS scope (type, id, nth)
      """;

  private Changes() {}

  /**
   * Takes the next revision and writes what changed, in one statement. From here to the commit the
   * transaction holds the row lock that makes number order commit order, and every other writer
   * waits: call it late, and do nothing slow after it.
   */
  public static Revision append(Tx tx, ChangeKind what, Scope scope) {
    var row = tx.sql().fetchSingle(APPEND, what.wireName(), scope.type(), scope.scopeId());
    return new Revision(row.get(0, Long.class));
  }

  /** One change for each of {@code scopes}, in one statement; otherwise as {@link #append}. */
  public static void appendEach(Tx tx, ChangeKind what, List<? extends Scope> scopes) {
    if (scopes.isEmpty()) {
      return;
    }
    tx.sql()
        .execute(
            APPEND_EACH,
            scopes.size(),
            scopes.size(),
            what.wireName(),
            scopes.stream().map(Scope::type).toArray(String[]::new),
            scopes.stream().map(Scope::scopeId).toArray(Long[]::new));
  }
}
