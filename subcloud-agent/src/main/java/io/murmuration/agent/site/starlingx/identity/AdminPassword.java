package io.murmuration.agent.site.starlingx.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.agent.site.starlingx.identity.write.Projection;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The password of {@code admin} is also kept outside Keystone, in the platform's keyring. That one
 * changes first, by a command of the operator's; then come the exact rows. The other way round the
 * command would leave rows with a salt of their own, which the next audit would replace, for ever.
 *
 * @param printed the command prints the password, which Keystone is then told: StarlingX's own puts
 *     it into the keyring
 */
record AdminPassword(
    IdentityTransport transport, List<String> command, Duration patience, boolean printed) {
  private static final String NAME = "admin";
  private static final String DOMAIN = "default";
  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final int LONGEST = 4096;

  /** Runs the command if the write changes that password; why the write must wait, if it must. */
  Optional<SiteResult> prepare(SiteWrite write) throws TransportException {
    if (command.isEmpty()
        || !(write instanceof SiteWrite.Upsert(var key, var payload))
        || !key.type().equals(IdentityType.USER.wireName())) {
      return Optional.empty();
    }
    var wanted = Value.of(payload);
    var named = wanted.row("local_user");
    if (!Value.text(named, "name").equals(NAME) || !Value.text(named, "domain_id").equals(DOMAIN)) {
      return Optional.empty();
    }
    // By name: the id may still be another one.
    var user = transport.user(DOMAIN, NAME);
    if (user.isPresent() && hasPassword(user.get(), wanted)) {
      return Optional.empty();
    }
    return run(user)
        .map(why ->
            new SiteResult.Deferred(
                RETRY, "the command that goes before the password of admin " + why));
  }

  private static boolean hasPassword(IdentityTransport.NamedUser user, Value wanted) {
    return new Projection(user.schema())
        .agree(
            IdentityType.USER.part("password"),
            wanted.rows("password"),
            user.value().rows("password"));
  }

  private Optional<String> run(Optional<IdentityTransport.NamedUser> user) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(printed ? Redirect.PIPE : Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      // A pipe holds more than that, so the command ends although nobody reads yet.
      if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        process.destroyForcibly();
        return Optional.of("took longer than " + patience);
      }
      if (process.exitValue() != 0) {
        return Optional.of("ended with status " + process.exitValue());
      }
      if (!printed || user.isEmpty()) {
        return Optional.empty();
      }
      var line =
          new String(process.getInputStream().readNBytes(LONGEST), UTF_8).lines().findFirst();
      return line.isEmpty() || line.get().isBlank()
          ? Optional.of("printed nothing (expected: the password)")
          : transport.tell(user.get().id(), line.get()).map(why -> "led to nothing: " + why);
    } catch (IOException e) {
      return Optional.of("cannot be run: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("was interrupted");
    }
  }
}
