package io.murmuration.it.run;

import io.murmuration.agent.journal.CorruptJournalException;
import io.murmuration.agent.journal.JournalFile;
import io.murmuration.agent.journal.SiteJournal;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the sites of a farm durably hold, read from their own journals: the hub's word counts for
 * nothing here.
 */
public final class Journals {
  private Journals() {}

  /** One per agent that has a journal, by directory. */
  public static List<SiteJournal> read(Path farm) {
    var journals = new ArrayList<SiteJournal>();
    for (var agent : agents(farm)) {
      try {
        JournalFile.read(agent.resolve("journal")).ifPresent(journals::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (CorruptJournalException e) {
        throw new IllegalStateException(e);
      }
    }
    return journals;
  }

  private static List<Path> agents(Path farm) {
    try (var entries = Files.newDirectoryStream(farm, "agent-*")) {
      var agents = new ArrayList<Path>();
      entries.forEach(agents::add);
      agents.sort(null);
      return agents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many journals hold the revision or a later one. */
  public static long holding(Path farm, long revision) {
    return read(farm).stream().filter(journal -> held(journal) >= revision).count();
  }

  /** The platform revision that a site holds; 0 for none. */
  public static long held(SiteJournal journal) {
    var entry = journal.kinds().get(Kind.PLATFORM);
    return entry == null ? 0 : entry.journal().held().number();
  }

  /** The value that a site was last given for an item, as canonical JSON. */
  public static Optional<String> value(SiteJournal journal, ItemKey key) {
    var entry = journal.kinds().get(Kind.PLATFORM);
    var payload = entry == null ? null : entry.journal().wanted().get(key);
    return Optional.ofNullable(payload).map(value -> value.text());
  }
}
