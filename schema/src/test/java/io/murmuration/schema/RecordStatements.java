package io.murmuration.schema;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;

/**
 * Takes the statements out of logs of the driver: {@code RecordStatements OUTPUT LOG...}, run by
 * {@code schema/record-statements.sh}. What is not about this schema (a test's own tables, mistakes
 * on purpose) is left out.
 */
final class RecordStatements {
  private RecordStatements() {}

  public static void main(String[] args) throws IOException, SQLException {
    var all = new LinkedHashSet<SentStatement>();
    for (int i = 1; i < args.length; i++) {
      var log = new String(Files.readAllBytes(Path.of(args[i])), StandardCharsets.UTF_8);
      all.addAll(SentStatement.ofDriverLog(log));
    }
    all.removeAll(Preparation.refused(all).keySet());
    Files.writeString(Path.of(args[0]), SentStatement.write(all));
  }
}
