package io.murmuration.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * While nodes are upgraded one after the other, those of the release before go on working on the
 * newest schema. {@code schema/record-statements.sh} wrote down what they say.
 */
@Tag("database")
class StatementsOfTheReleaseBeforeTest {
  private static final String RECORDED =
      "/statements/schema-" + Migrations.OLDEST_THAT_MAY_RUN + ".sql";

  @Test
  void areUnderstoodByTheNewestSchema() throws SQLException {
    var recorded = recorded();
    var broken = new ArrayList<String>();
    try (var database = TestDatabase.fresh();
        var connection = open(database)) {
      var names = typeNames(connection);
      for (int i = 0; i < recorded.size(); i++) {
        try (var statement = connection.createStatement()) {
          statement.execute(recorded.get(i).prepare("s" + i, names::get));
        } catch (SQLException e) {
          broken.add(e.getMessage() + "\n" + recorded.get(i).sql());
        }
      }
    }
    assertThat(recorded).as("those of a whole release").hasSizeGreaterThan(200);
    assertThat(broken).isEmpty();
  }

  @Test
  void aStatementThatTheSchemaDoesNotKnowIsFound() throws SQLException {
    var unknown =
        SentStatement.read("-- 23\nSELECT name FROM subcloud WHERE never_there = $1\n;;\n")
            .getFirst();
    try (var database = TestDatabase.fresh();
        var connection = open(database);
        var statement = connection.createStatement()) {
      var sql = unknown.prepare("s", typeNames(connection)::get);
      assertThat(sql).startsWith("PREPARE s(integer) AS SELECT");
      assertThatThrownBy(() -> statement.execute(sql))
          .hasMessageContaining("never_there");
    }
  }

  @Test
  void theDriversLogIsReadAsItIsWritten() {
    var log =
        """
         FE=> Parse(stmt=null,query="SET x = 1",oids={})
         FE=> Parse(stmt=S_1,query="SELECT a
         FROM b WHERE c = $1 AND d = $2",oids={20,1043})
         FE=> Bind(stmt=S_1,portal=null,$1=<('7'::int8)>)
         FE=> Parse(stmt=null,query="SELECT a
         FROM b WHERE c = $1 AND d = $2",oids={20,1043})
        """;
    var read = SentStatement.ofDriverLog(log);
    assertThat(read).hasSize(1);
    assertThat(SentStatement.read(SentStatement.write(read))).containsExactlyElementsOf(read);
    assertThat(read.iterator().next().types()).containsExactly(20, 1043);
  }

  private static Connection open(TestDatabase database) throws SQLException {
    var settings = database.settings();
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  private static Map<Integer, String> typeNames(Connection connection) throws SQLException {
    var names = new HashMap<Integer, String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT oid, format_type(oid, NULL) FROM pg_type")) {
      while (rows.next()) {
        names.put(rows.getInt(1), rows.getString(2));
      }
    }
    return names;
  }

  private static List<SentStatement> recorded() {
    try (var resource = StatementsOfTheReleaseBeforeTest.class.getResourceAsStream(RECORDED)) {
      assertThat(resource).as(RECORDED + ": run schema/record-statements.sh").isNotNull();
      return SentStatement.read(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
