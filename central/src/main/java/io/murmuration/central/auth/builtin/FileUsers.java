package io.murmuration.central.auth.builtin;

import io.murmuration.central.auth.WatchedFile;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The users of a file, as it is at each moment. Thread-safe. */
public final class FileUsers implements Users {
  private static final Logger LOG = LoggerFactory.getLogger(FileUsers.class);

  private final WatchedFile<List<User>> users;

  public FileUsers(Path file) {
    this.users = new WatchedFile<>("users file", file, text -> read(file, text), List.of());
  }

  @Override
  public List<User> all() {
    return users.content();
  }

  private static List<User> read(Path file, String text) {
    var content = UsersFile.parse(text);
    content.problems().forEach(problem -> LOG.error("users file {}: {}", file, problem));
    LOG.info("users file {}: {} users", file, content.users().size());
    return content.users();
  }
}
