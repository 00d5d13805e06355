package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.agent.site.starlingx.identity.write.Tables;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.keystone.IdentityReader;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The password of {@code admin} is also kept outside Keystone, in the platform's keyring. That one
 * changes first, by a command of the operator's; then come the exact rows. The other way round the
 * command would leave rows with a salt of their own, which the next audit would replace, for ever.
 */
record AdminPassword(SiteKeystone keystone, List<String> command, Duration patience) {
  private static final String NAME = "admin";
  private static final String DOMAIN = "default";
  private static final Duration RETRY = Duration.ofMinutes(1);

  /** Runs the command if the write changes that password; why the write must wait, if it must. */
  Optional<SiteResult> prepare(SiteWrite write) throws SQLException {
    if (command.isEmpty()
        || !(write instanceof SiteWrite.Upsert(var key, var payload))
        || !key.type().equals(IdentityType.USER.wireName())) {
      return Optional.empty();
    }
    var wanted = Value.of(payload);
    var named = wanted.row("local_user");
    if (!Value.text(named, "name").equals(NAME)
        || !Value.text(named, "domain_id").equals(DOMAIN)
        || hasPassword(wanted)) {
      return Optional.empty();
    }
    return run()
        .map(why ->
            new SiteResult.Deferred(
                RETRY, "the command that goes before the password of admin " + why));
  }

  /** By name: the id may still be another one. */
  private boolean hasPassword(Value wanted) throws SQLException {
    return keystone.read(connection -> {
      var tables = Tables.of(connection);
      var id =
          tables
              .sql()
              .find(
                  "SELECT user_id FROM local_user WHERE domain_id = ? AND name = ?", DOMAIN, NAME);
      if (id.isEmpty()) {
        return false;
      }
      var found =
          new IdentityReader(connection, tables.schema())
              .read(IdentityType.USER, List.of(id.get()))
              .get(id.get());
      return found != null
          && tables
              .projection()
              .agree(
                  IdentityType.USER.part("password"),
                  wanted.rows("password"),
                  new Value(found).rows("password"));
    });
  }

  private Optional<String> run() {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
        return Optional.of("took longer than " + patience);
      }
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of("ended with status " + process.exitValue());
    } catch (IOException e) {
      return Optional.of("cannot be run: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("was interrupted");
    }
  }
}
