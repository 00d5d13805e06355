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
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Items that were written, or deleted, and whose change may not be in force: sysinv stores PTP and
 * service parameters by one call and applies them by another, and a process can end between the
 * two. A key is kept here, durably, from before the first call until after the second; until then
 * it is read as {@link #UNFINISHED}, whatever sysinv shows. So what was half done differs from what
 * is wanted, is done again, and ends in force.
 *
 * <p>With a key goes its former value, the last one in force. What takes several calls is put back
 * to it when sysinv refuses one of them, also by a process that found the work half done and cannot
 * tell from sysinv what was there before. Thread-safe.
 */
final class NotInForce {
  /** Equals no declared value, and is not absent: upserts and deletions are both done again. */
  static final Payload UNFINISHED = Payload.of("{}");

  private static final String FILE = "not-in-force";
  private static final String FORMER = "former";
  private static final Duration DISK_RETRY = Duration.ofSeconds(30);
  private static final Duration GROUP_RETRY = Duration.ofSeconds(30);
  private static final Duration RESTORE_RETRY = Duration.ofSeconds(30);

  private final DurableFile directory;
  private SortedMap<ItemKey, Former> owed;

  /**
   * What was last in force.
   *
   * @param value empty if there was none, or if nobody needs it
   */
  private record Former(Optional<Row> value) {}

  private NotInForce(DurableFile directory, SortedMap<ItemKey, Former> owed) {
    this.directory = directory;
    this.owed = owed;
  }

  /**
   * @throws IOException also if the file was changed by hand
   */
  static NotInForce open(DurableFile directory) throws IOException {
    var file = directory.directory().resolve(FILE);
    var owed = new TreeMap<ItemKey, Former>();
    if (Files.exists(file)) {
      for (var line : Files.readAllLines(file, UTF_8)) {
        try {
          var row = Row.parse(line);
          var former = row.has(FORMER) ? Optional.of(row.row(FORMER)) : Optional.<Row>empty();
          owed.put(new ItemKey(row.text("type"), row.text("name")), new Former(former));
        } catch (InvalidJsonException | IllegalArgumentException e) {
          throw new IOException(
              file + ": " + e.getMessage() + " (expected: as the agent wrote it)", e);
        }
      }
    }
    return new NotInForce(directory, owed);
  }

  /** Before a change that is one call, which sysinv does or leaves as a whole. */
  Optional<Answer> owe(ItemKey key) {
    return owe(key, Optional.empty());
  }

  /**
   * Before a change.
   *
   * @param former what sysinv has now; not looked at if the key is owed already, since then it may
   *     be half of a value
   * @return what went wrong with the disk, if anything: then nothing may be changed
   */
  synchronized Optional<Answer> owe(ItemKey key, Optional<Row> former) {
    if (owed.containsKey(key)) {
      return Optional.empty();
    }
    var next = new TreeMap<>(owed);
    next.put(key, new Former(former));
    try {
      save(next);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Answer.Later(DISK_RETRY, unsaved(e), Answer.Fault.AGENT));
    }
  }

  /**
   * What is left of a change that sysinv refused: nothing. A value that is not put back yet stays
   * owed, and is neither put into force nor taken for the former one.
   *
   * @param back makes the site what it was; its value then, empty if there was none
   * @return the refusal, or when to try again
   */
  SiteResult orAsBefore(ItemKey key, SiteResult result, Function<Optional<Row>, SiteResult> back) {
    if (!(result instanceof SiteResult.Refused(var why))) {
      return result;
    }
    var former = former(key);
    if (former == null || back.apply(former.value) instanceof SiteResult.Applied) {
      return result;
    }
    return new SiteResult.Deferred(RESTORE_RETRY, why + "; and is not as it was yet");
  }

  /** Null if nothing was changed. */
  private synchronized @Nullable Former former(ItemKey key) {
    return owed.get(key);
  }

  /** What was read, with those keys of {@code asked} that are not in force as unfinished. */
  synchronized SortedMap<ItemKey, Payload> over(
      SortedMap<ItemKey, Payload> values, SortedSet<ItemKey> asked) {
    var seen = new TreeMap<>(values);
    for (var key : owed.keySet()) {
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
    return owed.keySet().stream().filter(key -> key.type().equals(type)).toList();
  }

  private synchronized SiteResult forget(Collection<ItemKey> keys) {
    var next = new TreeMap<>(owed);
    keys.forEach(next::remove);
    try {
      save(next);
      return SiteResult.APPLIED;
    } catch (IOException e) {
      return new SiteResult.Deferred(DISK_RETRY, unsaved(e));
    }
  }

  private void save(SortedMap<ItemKey, Former> next) throws IOException {
    var lines = new StringBuilder();
    for (var entry : next.entrySet()) {
      try {
        var fields = new TreeMap<String, Object>();
        fields.put("type", entry.getKey().type());
        fields.put("name", entry.getKey().name());
        entry.getValue().value.ifPresent(former -> fields.put(FORMER, former.fields()));
        lines.append(new String(CanonicalJson.print(fields), UTF_8)).append('\n');
      } catch (InvalidJsonException e) {
        throw new IOException(entry.getKey() + ": " + e.getMessage(), e);
      }
    }
    directory.write(FILE, lines.toString().getBytes(UTF_8));
    owed = next;
  }

  private static String unsaved(IOException e) {
    return "the list of what is not in force cannot be written: " + e.getMessage();
  }
}
