package io.murmuration.central.auth;

import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.ServiceUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers from a token file, for programs that hold one token for long. A removed line shuts its
 * token out at once. Thread-safe.
 */
public final class FileIdentities implements Identities {
  private static final Logger LOG = LoggerFactory.getLogger(FileIdentities.class);

  private final WatchedFile<List<TokenFile.Entry>> entries;

  public FileIdentities(Path file) {
    this.entries = new WatchedFile<>("token file", file, text -> read(file, text), List.of());
  }

  @Override
  public Optional<Caller> identify(Credentials credentials, String address) {
    if (!(credentials instanceof Credentials.Keystone(var token))) {
      return Optional.empty();
    }
    var hash = TokenHash.of(token);
    Optional<Caller> caller = Optional.empty();
    for (var entry : entries.content()) {
      if (entry.hash().matches(hash)) {
        caller = Optional.of(new Caller(entry.user(), entry.project(), entry.roles(), address));
      }
    }
    return caller;
  }

  /** No service issues these tokens; the header must name something all the same. */
  @Override
  public String uri(ServiceUrl reached) {
    return reached.text();
  }

  private static List<TokenFile.Entry> read(Path file, String text) {
    var content = TokenFile.parse(text);
    content.problems().forEach(problem -> LOG.error("token file {}: {}", file, problem));
    LOG.info("token file {}: {} tokens", file, content.entries().size());
    return content.entries();
  }
}
