package io.murmuration.central.external.keystone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The hub's own token, which it needs to ask about others. Thread-safe; blocks. */
final class ServiceLogin {
  private static final int CREATED = 201;

  private final KeystoneSettings settings;
  private final KeystoneHttp http;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable String token;

  ServiceLogin(KeystoneSettings settings, KeystoneHttp http) {
    this.settings = settings;
    this.http = http;
  }

  /**
   * The token, got with the password if need be; one thread logs in, the others wait for it.
   *
   * @param refused a token that Keystone no longer takes; null at first
   * @throws KeystoneAwayException if Keystone cannot be asked or refuses the hub's user
   */
  String token(@Nullable String refused, Deadline deadline) throws InterruptedException {
    var known = token;
    if (known != null && !known.equals(refused)) {
      return known;
    }
    if (!lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new KeystoneAwayException("does not answer the hub's log-in in time");
    }
    try {
      var others = token;
      if (others != null && !others.equals(refused)) {
        return others;
      }
      var fresh = logIn(deadline);
      token = fresh;
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  private String logIn(Deadline deadline) throws InterruptedException {
    var reply = http.post(document(), deadline);
    var fresh = reply.subjectToken();
    if (reply.status() != CREATED || fresh == null) {
      throw new KeystoneAwayException(
          "does not let the hub's own user %s in (status %d; see keystone.user, keystone.project, keystone.password-file)"
              .formatted(settings.user(), reply.status()));
    }
    return fresh;
  }

  private ObjectNode document() {
    var root = JsonNodeFactory.instance.objectNode();
    var auth = root.putObject("auth");
    var identity = auth.putObject("identity");
    identity.putArray("methods").add("password");
    var user = identity.putObject("password").putObject("user");
    user.put("name", settings.user()).put("password", password());
    user.putObject("domain").put("name", settings.domain());
    var project = auth.putObject("scope").putObject("project");
    project.put("name", settings.project());
    project.putObject("domain").put("name", settings.domain());
    return root;
  }

  private String password() {
    try {
      return Files.readString(settings.passwordFile()).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new KeystoneAwayException(
          "is not asked: keystone.password-file cannot be read (%s)"
              .formatted(e.getClass().getSimpleName()));
    }
  }
}
