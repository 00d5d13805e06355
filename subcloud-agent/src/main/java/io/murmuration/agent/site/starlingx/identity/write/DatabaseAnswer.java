package io.murmuration.agent.site.starlingx.identity.write;

import io.murmuration.sync.agent.SiteResult;
import java.sql.SQLException;
import java.time.Duration;

/** What a failed statement means for the items. Its words hold no values of rows. */
public final class DatabaseAnswer {
  public static final Duration RETRY = Duration.ofSeconds(30);

  private static final String DATA_EXCEPTION = "22";
  private static final String INTEGRITY_VIOLATION = "23";
  private static final String RAISED = "P0";
  private static final String NOT_NULL = "23502";
  private static final String CHECK = "23514";

  private DatabaseAnswer() {}

  /** Whether the value is to blame, and not the database or another writer. */
  public static boolean isAboutTheItem(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    return state.startsWith(DATA_EXCEPTION) || state.startsWith(INTEGRITY_VIOLATION);
  }

  /** A name or an id that came or went at the same moment is not a reason to give up. */
  static SiteResult aboutTheItem(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    boolean forGood =
        state.startsWith(DATA_EXCEPTION) || state.equals(NOT_NULL) || state.equals(CHECK);
    return forGood
        ? new SiteResult.Refused("Keystone's tables do not take it: " + words(e))
        : new SiteResult.Deferred(RETRY, "Keystone's tables do not take it now: " + words(e));
  }

  /** For a failure that is not about an item. */
  public static String away(SQLException e) {
    return "Keystone's database: " + words(e);
  }

  /**
   * The first line: what follows may quote rows. The first line itself names tables, columns and
   * constraints in quotes. Where a value is wrong it quotes that, and ends before the first quote
   * here; what a trigger of the site's says is not passed on at all.
   */
  public static String words(SQLException e) {
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no words");
    var state = String.valueOf(e.getSQLState());
    int quote = message.indexOf('"');
    String told;
    if (state.startsWith(RAISED)) {
      told = "a trigger raised an exception";
    } else if (state.startsWith(DATA_EXCEPTION) && quote >= 0) {
      told = message.substring(0, quote).replaceAll("[: ]+$", "");
    } else {
      told = message;
    }
    return "%s (SQLSTATE %s)".formatted(told, state);
  }
}
