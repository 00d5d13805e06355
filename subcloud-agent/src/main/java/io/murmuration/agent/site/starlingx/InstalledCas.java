package io.murmuration.agent.site.starlingx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.agent.journal.DurableFile;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.model.ItemKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which certificate this agent put at the site for which item. sysinv shows neither names nor
 * contents, so they are kept here: one line of JSON each in a file that is only replaced as a
 * whole. All types that install CAs share it, because sysinv keeps their certificates in one list.
 * Durable when a call returns. Thread-safe.
 */
final class InstalledCas implements AutoCloseable {
  private static final String FILE = "trusted-ca.installed";

  private final DurableFile directory;
  private SortedMap<ItemKey, CaCertificate> byKey;

  private InstalledCas(DurableFile directory, SortedMap<ItemKey, CaCertificate> byKey) {
    this.directory = directory;
    this.byKey = byKey;
  }

  /**
   * @throws IOException also if the file was changed by hand: a guess could delete a CA that
   *     belongs to the site
   */
  static InstalledCas open(Path directory) throws IOException {
    var durable = DurableFile.in(directory);
    try {
      return new InstalledCas(durable, read(directory.resolve(FILE)));
    } catch (IOException e) {
      durable.close();
      throw e;
    }
  }

  private static SortedMap<ItemKey, CaCertificate> read(Path file) throws IOException {
    var byKey = new TreeMap<ItemKey, CaCertificate>();
    if (!Files.exists(file)) {
      return byKey;
    }
    int line = 0;
    for (var text : Files.readAllLines(file, UTF_8)) {
      line++;
      try {
        var row = Row.parse(text);
        var type = otherwise(row.text("type"), CaApplier.TRUSTED_CA);
        var mode = otherwise(row.text("mode"), CaCertificate.PLATFORM);
        byKey.put(
            new ItemKey(type, row.text("name")),
            CaCertificate.parse(mode, row.text("certificate")));
      } catch (InvalidJsonException | CertificateException | IllegalArgumentException e) {
        throw new IOException(
            file + ": line " + line + ": " + e.getMessage() + " (expected: as the agent wrote it)");
      }
    }
    return byKey;
  }

  /** Lines of earlier versions say neither type nor mode. */
  private static String otherwise(String given, String otherwise) {
    return given.isEmpty() ? otherwise : given;
  }

  synchronized Optional<CaCertificate> find(ItemKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  synchronized SortedMap<ItemKey, CaCertificate> all() {
    return new TreeMap<>(byKey);
  }

  /** Of all other items than this one; a copy. */
  synchronized SortedMap<ItemKey, CaCertificate> others(ItemKey key) {
    var others = new TreeMap<>(byKey);
    others.remove(key);
    return others;
  }

  synchronized void put(ItemKey key, CaCertificate certificate) throws IOException {
    if (!certificate.equals(byKey.get(key))) {
      var next = new TreeMap<>(byKey);
      next.put(key, certificate);
      save(next);
    }
  }

  synchronized void forget(List<ItemKey> keys) throws IOException {
    var next = new TreeMap<>(byKey);
    if (next.keySet().removeAll(keys)) {
      save(next);
    }
  }

  private void save(SortedMap<ItemKey, CaCertificate> next) throws IOException {
    var lines = new StringBuilder();
    for (var entry : next.entrySet()) {
      try {
        var line =
            CanonicalJson.print(
                Map.of(
                    "type", entry.getKey().type(),
                    "name", entry.getKey().name(),
                    "mode", entry.getValue().mode(),
                    "certificate", entry.getValue().pem()));
        lines.append(new String(line, UTF_8)).append('\n');
      } catch (InvalidJsonException e) {
        throw new IOException("name of a trusted CA: " + e.getMessage(), e);
      }
    }
    directory.write(FILE, lines.toString().getBytes(UTF_8));
    byKey = next;
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
