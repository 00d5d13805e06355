package io.murmuration.schema.codegen;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/**
 * Runs the migrations on a throw-away PostgreSQL and writes one jOOQ class per table.
 *
 * <p>A real server, because jOOQ's own reading of SQL files knows neither {@code fillfactor} nor
 * triggers. It costs some seconds, so nothing is done while the SQL is what it was: the digest of
 * the last run lies beside the generated sources.
 */
public final class Codegen {
  /** Counts up when this class starts to generate something else from the same SQL. */
  private static final String GENERATION = "1";

  private Codegen() {}

  /** Arguments: directory of the migrations, directory to write to, package of the classes. */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException(
          "arguments: " + args.length + " (expected: 3: migrations, target, package)");
    }
    Path migrations = Path.of(args[0]);
    Path target = Path.of(args[1]);
    Path stamp = target.resolveSibling(target.getFileName() + ".sha256");
    String digest = digest(migrations, args[2]);
    if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
      return;
    }
    Files.createDirectories(target);
    generate(migrations, target, args[2]);
    Files.writeString(stamp, digest);
  }

  private static void generate(Path migrations, Path target, String packageName) throws Exception {
    try (var postgres = EmbeddedPostgres.start()) {
      Flyway.configure()
          .dataSource(postgres.getPostgresDatabase())
          .locations("filesystem:" + migrations)
          .load()
          .migrate();
      GenerationTool.generate(
          configuration(postgres.getJdbcUrl("postgres", "postgres"), target, packageName));
    }
  }

  private static Configuration configuration(String url, Path target, String packageName) {
    var instants =
        new ForcedType()
            .withName("INSTANT")
            .withIncludeTypes("(?i:timestamp\\(?\\d*\\)? with time zone|timestamptz)");
    var database =
        new Database()
            .withName("org.jooq.meta.postgres.PostgresDatabase")
            .withInputSchema("public")
            .withExcludes("flyway_schema_history")
            .withForcedTypes(instants);
    return new Configuration()
        .withLogging(Logging.WARN)
        .withJdbc(new Jdbc().withDriver("org.postgresql.Driver").withUrl(url))
        .withGenerator(
            new Generator()
                .withDatabase(database)
                .withGenerate(new Generate().withGeneratedAnnotation(true))
                .withTarget(
                    new Target().withDirectory(target.toString()).withPackageName(packageName)));
  }

  private static String digest(Path migrations, String packageName)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update((GENERATION + packageName).getBytes(StandardCharsets.UTF_8));
    for (Path file : files(migrations)) {
      sha.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      sha.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static List<Path> files(Path migrations) throws IOException {
    try (Stream<Path> all = Files.list(migrations)) {
      return all.filter(f -> f.toString().endsWith(".sql")).sorted().toList();
    }
  }
}
