package io.murmuration.central.release.registry;

import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Incoming;
import io.murmuration.central.release.vault.VaultException;
import java.util.ArrayList;
import java.util.List;

/** Files that lie complete in the vault's incoming directory, until they are kept or given up. */
final class ReceivedFiles implements AutoCloseable {
  private final List<Received> files = new ArrayList<>();

  /** One of them. */
  record Received(String name, Incoming incoming, Content content) {}

  void add(String name, Incoming incoming, Content content) {
    files.add(new Received(name, incoming, content));
  }

  List<Received> all() {
    return files;
  }

  boolean has(String name) {
    return files.stream().anyMatch(file -> file.name().equals(name));
  }

  List<ReleaseFile> toRelease() {
    return files.stream().map(file -> new ReleaseFile(file.name(), file.content())).toList();
  }

  /** Puts them in their places; no row names them yet. */
  void keep() throws VaultException {
    for (var file : files) {
      file.incoming().keep(file.content());
    }
  }

  @Override
  public void close() {
    files.forEach(file -> file.incoming().close());
  }
}
