package io.murmuration.agent.site.starlingx.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.agent.journal.DurableFile;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the site's tables cannot tell: values of which a part has no place there, because the
 * centre's Keystone is of another release, and which items were refused. One line of JSON each in a
 * file that is only replaced as a whole; durable when a call returns. One thread at a time.
 */
final class IdentityMemory implements AutoCloseable {
  private static final String FILE = "identity.remembered";

  private final DurableFile directory;
  private State state;

  private record State(SortedMap<ItemKey, Payload> wider, SortedSet<ItemKey> refused) {
    State {
      wider = Collections.unmodifiableSortedMap(new TreeMap<>(wider));
      refused = Collections.unmodifiableSortedSet(new TreeSet<>(refused));
    }
  }

  private IdentityMemory(DurableFile directory, State state) {
    this.directory = directory;
    this.state = state;
  }

  /**
   * @throws IOException also if the file was changed by hand
   */
  static IdentityMemory open(Path directory) throws IOException {
    var durable = DurableFile.in(directory);
    try {
      return new IdentityMemory(durable, read(directory.resolve(FILE)));
    } catch (IOException e) {
      durable.close();
      throw e;
    }
  }

  private static State read(Path file) throws IOException {
    var wider = new TreeMap<ItemKey, Payload>();
    var refused = new TreeSet<ItemKey>();
    if (Files.exists(file)) {
      int number = 0;
      for (var line : Files.readAllLines(file, UTF_8)) {
        number++;
        try {
          var fields = CanonicalJson.parseObject(line.getBytes(UTF_8));
          var key = new ItemKey(String.valueOf(fields.get("type")), "" + fields.get("name"));
          var value = fields.get("value");
          if (value == null) {
            refused.add(key);
          } else {
            wider.put(key, Payload.of(CanonicalJson.print(value)));
          }
        } catch (InvalidJsonException e) {
          throw new IOException(
              "%s: line %d: %s (expected: as the agent wrote it)"
                  .formatted(file, number, e.getMessage()),
              e);
        }
      }
    }
    return new State(wider, refused);
  }

  /** What was written under this key, if the tables cannot hold all of it. */
  Optional<Payload> wider(ItemKey key) {
    return Optional.ofNullable(state.wider().get(key));
  }

  boolean isRefused(ItemKey key) {
    return state.refused().contains(key);
  }

  /**
   * @param wider by key what was written now and has no place; null: all of it has one, or it was
   *     deleted
   * @param refused by key whether it was refused now
   */
  void learn(Map<ItemKey, @Nullable Payload> wider, Map<ItemKey, Boolean> refused)
      throws IOException {
    var nextWider = new TreeMap<>(state.wider());
    wider.forEach((key, value) -> {
      if (value == null) {
        nextWider.remove(key);
      } else {
        nextWider.put(key, value);
      }
    });
    var nextRefused = new TreeSet<>(state.refused());
    refused.forEach((key, is) -> {
      if (is) {
        nextRefused.add(key);
      } else {
        nextRefused.remove(key);
      }
    });
    var next = new State(nextWider, nextRefused);
    if (!next.equals(state)) {
      save(next);
      state = next;
    }
  }

  private void save(State next) throws IOException {
    var lines = new StringBuilder();
    try {
      for (var entry : next.wider().entrySet()) {
        var value = CanonicalJson.parse(entry.getValue().bytes());
        append(lines, entry.getKey(), value);
      }
      for (var key : next.refused()) {
        append(lines, key, null);
      }
    } catch (InvalidJsonException e) {
      throw new IOException("an item cannot be remembered: " + e.getMessage(), e);
    }
    directory.write(FILE, lines.toString().getBytes(UTF_8));
  }

  private static void append(StringBuilder lines, ItemKey key, @Nullable Object value)
      throws InvalidJsonException {
    var fields = new TreeMap<String, @Nullable Object>();
    fields.put("type", key.type());
    fields.put("name", key.name());
    fields.put("value", value);
    lines.append(new String(CanonicalJson.print(fields), UTF_8)).append('\n');
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
