package io.murmuration.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
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
    assertThat(recorded).as("those of a whole release").hasSizeGreaterThan(200);
    assertThat(Preparation.refused(recorded)).isEmpty();
  }

  @Test
  void aStatementThatTheSchemaDoesNotKnowIsFound() throws SQLException {
    var statements =
        SentStatement.read(
            """
            -- 23
            SELECT name FROM subcloud WHERE never_there = $1
            ;;
            -- 23
            SELECT name FROM subcloud WHERE id = $1
            ;;
            --
            DELETE FROM nobody
            ;;
            """);
    assertThat(Preparation.refused(statements).values())
        .hasSize(2)
        .anyMatch(why -> why.contains("never_there"))
        .anyMatch(why -> why.contains("nobody"));
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

  private static List<SentStatement> recorded() {
    try (var resource = StatementsOfTheReleaseBeforeTest.class.getResourceAsStream(RECORDED)) {
      if (resource == null) {
        throw new AssertionError(RECORDED + ": not there; run schema/record-statements.sh");
      }
      return SentStatement.read(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
