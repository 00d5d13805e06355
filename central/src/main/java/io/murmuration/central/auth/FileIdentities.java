package io.murmuration.central.auth;

import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Identities;
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
  private final String uri;
  private @Nullable Version version;
  private List<TokenFile.Entry> entries = List.of();

  private record Version(FileTime changed, long size, @Nullable Object inode) {}

  /**
   * @param uri what a 401 names as the place to get a token
   */
  public FileIdentities(Path file, String uri) {
    this.file = file;
    this.uri = uri;
  }

  @Override
  public Optional<Caller> identify(String token, String address) {
    var hash = TokenHash.of(token);
    Optional<Caller> caller = Optional.empty();
    for (var entry : entries()) {
      if (entry.hash().matches(hash)) {
        caller = Optional.of(new Caller(entry.user(), entry.project(), entry.roles(), address));
      }
    }
    return caller;
  }

  @Override
  public String uri() {
    return uri;
  }

  private synchronized List<TokenFile.Entry> entries() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      var now = new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      if (!now.equals(version)) {
        read();
        version = now;
      }
    } catch (IOException e) {
      if (version != null || !entries.isEmpty()) {
        LOG.error("token file {} cannot be read, nobody gets in: {}", file, e.toString());
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
