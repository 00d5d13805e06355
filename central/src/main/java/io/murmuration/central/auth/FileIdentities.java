package io.murmuration.central.auth;

import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.ServiceUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers from a token file. The file is looked at with each request and read again when it has
 * changed, so a removed line shuts its token out at once. If it cannot be read, nobody gets in.
 * Thread-safe.
 */
public final class FileIdentities implements Identities {
  private static final Logger LOG = LoggerFactory.getLogger(FileIdentities.class);

  private final Path file;
  private @Nullable Version version;
  private @Nullable String failure;
  private List<TokenFile.Entry> entries = List.of();

  private record Version(FileTime changed, long size, @Nullable Object inode) {}

  public FileIdentities(Path file) {
    this.file = file;
  }

  @Override
  public Optional<Caller> identify(Credentials credentials, String address) {
    if (!(credentials instanceof Credentials.Keystone(var token))) {
      return Optional.empty();
    }
    var hash = TokenHash.of(token);
    Optional<Caller> caller = Optional.empty();
    for (var entry : entries()) {
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

  private synchronized List<TokenFile.Entry> entries() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      var now = new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      if (!now.equals(version)) {
        read();
        version = now;
        failure = null;
      }
    } catch (IOException e) {
      // said once per reason, not once per request; also if it never could be read
      if (!e.toString().equals(failure)) {
        failure = e.toString();
        LOG.error("token file {} cannot be read, nobody gets in: {}", file, failure);
      }
      version = null;
      entries = List.of();
    }
    return entries;
  }

  private void read() throws IOException {
    var content = TokenFile.parse(Files.readString(file));
    content.problems().forEach(problem -> LOG.error("token file {}: {}", file, problem));
    entries = content.entries();
    LOG.info("token file {}: {} tokens", file, entries.size());
  }
}
