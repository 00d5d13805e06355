package io.murmuration.schema.postgres;

import io.murmuration.schema.Database;
import io.murmuration.schema.DatabaseSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process to be killed: opens the server, commits one row, prints the server's id, waits. */
final class OpenerMain {
  static final String DATABASE = "words";

  private static final String SERVER = "server ";

  private OpenerMain() {}

  public static void main(String[] args) throws Exception {
    var postgres = EmbeddedPostgres.open(EmbeddedPostgresOptions.in(Path.of(args[0])));
    writeOneWord(postgres.database(DATABASE));
    System.out.println(SERVER + postgres.pid().getAsLong());
    System.out.flush();
    new CountDownLatch(1).await();
  }

  static void writeOneWord(DatabaseSettings settings) {
    try (var database = Database.open(settings)) {
      database
          .transactions()
          .runInTx(tx -> {
            tx.sql().execute("CREATE TABLE word (text text)");
            tx.sql().execute("INSERT INTO word VALUES ('kept')");
          });
    }
  }

  static Process start(Path directory, String binaries) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + PostgresBinaries.JAR_PROPERTY + "=" + binaries,
                "-cp",
                System.getProperty("java.class.path"),
                OpenerMain.class.getName(),
                directory.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The server's process id, which is the last thing that {@link #main} says. */
  static long serverOf(Process process) throws IOException {
    var output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(SERVER)) {
        return Long.parseLong(line.substring(SERVER.length()));
      }
    }
    throw new IllegalStateException("process " + process.pid() + " ended without a server");
  }
}
