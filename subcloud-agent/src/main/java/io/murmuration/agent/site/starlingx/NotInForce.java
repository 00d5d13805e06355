package io.murmuration.agent.site.starlingx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.agent.journal.DurableFile;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Items that were written, or deleted, and whose change may not be in force: sysinv stores PTP and
 * service parameters by one call and applies them by another, and a process can end between the
 * two. A key is kept here, durably, from before the first call until after the second; until then
 * it is read as {@link #UNFINISHED}, whatever sysinv shows. So what was half done differs from what
 * is wanted, is done again, and ends in force. Thread-safe.
 */
final class NotInForce {
  /** Equals no declared value, and is not absent: upserts and deletions are both done again. */
  static final Payload UNFINISHED = Payload.of("{}");

  private static final String FILE = "not-in-force";
  private static final Duration DISK_RETRY = Duration.ofSeconds(30);
  private static final Duration GROUP_RETRY = Duration.ofSeconds(30);

  private final DurableFile directory;
  private SortedSet<ItemKey> owed;

  private NotInForce(DurableFile directory, SortedSet<ItemKey> owed) {
    this.directory = directory;
    this.owed = owed;
  }

  /**
   * @throws IOException also if the file was changed by hand
   */
  static NotInForce open(DurableFile directory) throws IOException {
    var file = directory.directory().resolve(FILE);
    var owed = new TreeSet<ItemKey>();
    if (Files.exists(file)) {
      for (var line : Files.readAllLines(file, UTF_8)) {
        try {
          var row = Row.parse(line);
          owed.add(new ItemKey(row.text("type"), row.text("name")));
        } catch (InvalidJsonException | IllegalArgumentException e) {
          throw new IOException(
              file + ": " + e.getMessage() + " (expected: as the agent wrote it)", e);
        }
      }
    }
    return new NotInForce(directory, owed);
  }

  /** Before a change. What went wrong with the disk, if anything: then nothing may be changed. */
  synchronized Optional<Answer> owe(ItemKey key) {
    var next = new TreeSet<>(owed);
    if (!next.add(key)) {
      return Optional.empty();
    }
    try {
      save(next);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Answer.Later(DISK_RETRY, unsaved(e), Answer.Fault.AGENT));
    }
  }

  /** What was read, with those keys of {@code asked} that are not in force as unfinished. */
  synchronized SortedMap<ItemKey, Payload> over(
      SortedMap<ItemKey, Payload> values, SortedSet<ItemKey> asked) {
    var seen = new TreeMap<>(values);
    for (var key : owed) {
      if (asked.contains(key)) {
        seen.put(key, UNFINISHED);
      }
    }
    return seen;
  }

  /**
   * Applies what is owed of a type, once per group, and forgets it. A group of which something is
   * unfinished is left as it is: half of a value is never put into force for the sake of others.
   *
   * @param unfinished keys that may be half written
   * @param group what one call applies
   * @return each key that is still not in force, with why
   */
  SortedMap<ItemKey, SiteResult> settle(
      String type,
      Set<ItemKey> unfinished,
      Function<ItemKey, String> group,
      Function<ItemKey, Answer> apply) {
    var groups = new TreeMap<String, List<ItemKey>>();
    for (var key : of(type)) {
      groups.computeIfAbsent(group.apply(key), _ -> new ArrayList<>()).add(key);
    }
    var failed = new TreeMap<ItemKey, SiteResult>();
    for (var keys : groups.values()) {
      var half = keys.stream().filter(unfinished::contains).findFirst();
      var result =
          half.isPresent()
              ? new SiteResult.Deferred(
                  GROUP_RETRY, "stored, and put into force together with " + half.get())
              : Values.result(apply.apply(keys.getFirst()));
      if (result instanceof SiteResult.Applied) {
        result = forget(keys);
      }
      if (!(result instanceof SiteResult.Applied)) {
        for (var key : keys) {
          failed.put(key, result);
        }
      }
    }
    return failed;
  }

  private synchronized List<ItemKey> of(String type) {
    return owed.stream().filter(key -> key.type().equals(type)).toList();
  }

  private synchronized SiteResult forget(Collection<ItemKey> keys) {
    var next = new TreeSet<>(owed);
    keys.forEach(next::remove);
    try {
      save(next);
      return SiteResult.APPLIED;
    } catch (IOException e) {
      return new SiteResult.Deferred(DISK_RETRY, unsaved(e));
    }
  }

  private void save(SortedSet<ItemKey> next) throws IOException {
    var lines = new StringBuilder();
    for (var key : next) {
      try {
        var line = CanonicalJson.print(Map.of("type", key.type(), "name", key.name()));
        lines.append(new String(line, UTF_8)).append('\n');
      } catch (InvalidJsonException e) {
        throw new IOException("name of an item: " + e.getMessage(), e);
      }
    }
    directory.write(FILE, lines.toString().getBytes(UTF_8));
    owed = next;
  }

  private static String unsaved(IOException e) {
    return "the list of what is not in force cannot be written: " + e.getMessage();
  }
}
