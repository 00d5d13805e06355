package io.murmuration.agent.site.starlingx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.agent.journal.DurableFile;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
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
 * Which certificate this agent put at the site under which name. sysinv shows neither names nor
 * contents, so they are kept here: one line of JSON each in a file that is only replaced as a
 * whole. Durable when a call returns. Thread-safe.
 */
final class InstalledCas implements AutoCloseable {
  private static final String FILE = "trusted-ca.installed";

  private final DurableFile directory;
  private SortedMap<String, CaCertificate> byName;

  private InstalledCas(DurableFile directory, SortedMap<String, CaCertificate> byName) {
    this.directory = directory;
    this.byName = byName;
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

  private static SortedMap<String, CaCertificate> read(Path file) throws IOException {
    var byName = new TreeMap<String, CaCertificate>();
    if (!Files.exists(file)) {
      return byName;
    }
    int line = 0;
    for (var text : Files.readAllLines(file, UTF_8)) {
      line++;
      try {
        var row = Row.parse(text);
        byName.put(row.text("name"), CaCertificate.parse(row.text("certificate")));
      } catch (InvalidJsonException | CertificateException e) {
        throw new IOException(
            file + ": line " + line + ": " + e.getMessage() + " (expected: as the agent wrote it)");
      }
    }
    return byName;
  }

  synchronized Optional<CaCertificate> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Of all other names than this one; a copy. */
  synchronized SortedMap<String, CaCertificate> others(String name) {
    var others = new TreeMap<>(byName);
    others.remove(name);
    return others;
  }

  synchronized void put(String name, CaCertificate certificate) throws IOException {
    if (!certificate.equals(byName.get(name))) {
      var next = new TreeMap<>(byName);
      next.put(name, certificate);
      save(next);
    }
  }

  synchronized void forget(List<String> names) throws IOException {
    var next = new TreeMap<>(byName);
    if (next.keySet().removeAll(names)) {
      save(next);
    }
  }

  private void save(SortedMap<String, CaCertificate> next) throws IOException {
    var lines = new StringBuilder();
    for (var entry : next.entrySet()) {
      try {
        var line =
            CanonicalJson.print(
                Map.of("name", entry.getKey(), "certificate", entry.getValue().pem()));
        lines.append(new String(line, UTF_8)).append('\n');
      } catch (InvalidJsonException e) {
        throw new IOException("name of a trusted CA: " + e.getMessage(), e);
      }
    }
    directory.write(FILE, lines.toString().getBytes(UTF_8));
    byName = next;
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
