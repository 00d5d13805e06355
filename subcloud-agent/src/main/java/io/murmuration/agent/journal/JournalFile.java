package io.murmuration.agent.journal;

import io.murmuration.sync.model.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a journal without opening it for writing: what does this site hold? Safe while the agent
 * runs, because files are only ever replaced as a whole. Stateless.
 */
public final class JournalFile {
  static final String AGENT = "agent.journal";
  static final String OPERATIONS = "operations.journal";
  private static final String KIND_SUFFIX = ".kind.journal";

  private JournalFile() {}

  static String nameOf(Kind kind) {
    return kind.wireName() + KIND_SUFFIX;
  }

  /**
   * @return empty if the directory holds no journal at all
   * @throws CorruptJournalException if a file is torn or changed, or a kind is there without the
   *     agent's own file
   */
  public static Optional<SiteJournal> read(Path directory)
      throws IOException, CorruptJournalException {
    var agentFile = directory.resolve(AGENT);
    var kindFiles = kindFiles(directory);
    if (!Files.exists(agentFile)) {
      var operations = directory.resolve(OPERATIONS);
      if (Files.exists(operations)) {
        kindFiles.add(operations);
      }
      if (kindFiles.isEmpty()) {
        return Optional.empty();
      }
      throw new CorruptJournalException(agentFile, "is missing beside " + kindFiles.getFirst());
    }
    var agent = JournalFormat.decodeAgent(agentFile, Files.readAllBytes(agentFile));
    var kinds = new TreeMap<Kind, SiteJournal.Entry>();
    for (var file : kindFiles) {
      var name = file.getFileName().toString();
      var kind =
          Kind.fromWireName(name.substring(0, name.length() - KIND_SUFFIX.length()))
              .orElseThrow(() -> new CorruptJournalException(file, "is of no known kind"));
      kinds.put(kind, JournalFormat.decodeKind(file, kind, Files.readAllBytes(file)));
    }
    return Optional.of(new SiteJournal(agent.id(), agent.dial(), kinds));
  }

  /**
   * What the journal named {@code id} remembers of operations.
   *
   * @throws CorruptJournalException if the file is torn, changed, or another journal's
   */
  static SavedLedger readLedger(Path directory, String id)
      throws IOException, CorruptJournalException {
    var file = directory.resolve(OPERATIONS);
    if (!Files.exists(file)) {
      return SavedLedger.empty(id);
    }
    var saved = LedgerFormat.decode(file, Files.readAllBytes(file));
    if (!saved.ledger().journal().equals(id)) {
      throw new CorruptJournalException(
          file, "belongs to journal " + saved.ledger().journal() + " (expected: " + id + ")");
    }
    return saved;
  }

  private static List<Path> kindFiles(Path directory) throws IOException {
    var files = new ArrayList<Path>();
    if (Files.isDirectory(directory)) {
      try (var entries = Files.newDirectoryStream(directory, "*" + KIND_SUFFIX)) {
        entries.forEach(files::add);
      }
    }
    files.sort(null);
    return files;
  }
}
