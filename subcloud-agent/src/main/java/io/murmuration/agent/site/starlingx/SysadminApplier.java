package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.journal.DurableFile;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The password of the Linux user {@code sysadmin}: item {@code default}, sysinv's one row of {@code
 * iuser}, which is only ever patched.
 *
 * <p>Hash and expiry are compared with the row. {@code root_sig} and {@code passwd_last_change}
 * only go along with them, as between StarlingX clouds: the site may change them by itself, and an
 * older release has no {@code passwd_last_change}. What was sent of these two is kept in a file, so
 * that the item is read back as it was wanted.
 *
 * <p>The payload is secret: no text of this class, nor of the service, is passed on with it.
 */
final class SysadminApplier implements Applier {
  static final String TYPE = "sysadmin";
  private static final String NAME = "default";
  private static final String PATH = "/v1/iuser";
  private static final String HASH = "passwd_hash";
  private static final String EXPIRY = "passwd_expiry_days";
  private static final String SIGNATURE = "root_sig";
  private static final String CHANGED = "passwd_last_change";
  private static final String FILE = "sysadmin.sent";
  private static final Duration NO_ROW_RETRY = Duration.ofMinutes(1);
  private static final Duration DISK_RETRY = Duration.ofSeconds(30);

  private final Sysinv sysinv;
  private final DurableFile directory;
  private Row sent;

  private SysadminApplier(Sysinv sysinv, DurableFile directory, Row sent) {
    this.sysinv = sysinv;
    this.directory = directory;
    this.sent = sent;
  }

  /**
   * @param directory stays its opener's to close
   * @throws IOException if the directory cannot be read; a file that was changed by hand counts as
   *     none, which costs one comparison
   */
  static SysadminApplier open(Sysinv sysinv, DurableFile directory) throws IOException {
    return new SysadminApplier(sysinv, directory, read(directory.directory().resolve(FILE)));
  }

  private static Row read(Path file) throws IOException {
    try {
      return Files.exists(file) ? Row.parse(Files.readString(file)) : Row.EMPTY;
    } catch (InvalidJsonException _) {
      return Row.EMPTY;
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public SiteReading read(SortedSet<ItemKey> keys) {
    var values = new TreeMap<ItemKey, Payload>();
    var key = new ItemKey(TYPE, NAME);
    if (keys.contains(key)) {
      switch (sysinv.get(PATH)) {
        case Answer.Done(var body) ->
            body.rows("iusers").stream()
                .findFirst()
                .flatMap(row -> Values.payload(shown(row)))
                .ifPresent(payload -> values.put(key, payload));
        case Answer.Missing _ -> {} // a release without this resource
        case Answer other -> {
          return Values.unread(other);
        }
      }
    }
    return new SiteReading.Values(values);
  }

  private Map<String, Object> shown(Row row) {
    var value = new TreeMap<String, Object>();
    value.put(HASH, row.text(HASH));
    row.whole(EXPIRY).ifPresent(days -> value.put(EXPIRY, days));
    var rest = sent.fields().isEmpty() ? row : sent;
    if (rest.has(SIGNATURE)) {
      value.put(SIGNATURE, rest.text(SIGNATURE));
    }
    rest.whole(CHANGED).ifPresent(day -> value.put(CHANGED, day));
    return value;
  }

  @Override
  public SiteResult upsert(ItemKey key, Payload payload, Set<ItemKey> leaving) {
    var wanted = Values.row(payload);
    if (!key.name().equals(NAME)) {
      return new SiteResult.Refused(key + " (expected: name " + NAME + ", a site has only one)");
    }
    if (!wanted.text(HASH).startsWith("$") || wanted.whole(EXPIRY).isEmpty()) {
      return new SiteResult.Refused(
          key + ": a value that does not fit (expected: passwd_hash, passwd_expiry_days)");
    }
    var answer = sysinv.get(PATH);
    if (!(answer instanceof Answer.Done(var body))) {
      return Values.unwritten(answer);
    }
    var row = body.rows("iusers").stream().findFirst();
    if (row.isEmpty()) {
      return new SiteResult.Deferred(NO_ROW_RETRY, "sysinv has no row for the user sysadmin yet");
    }
    if (!isSame(row.get(), wanted)) {
      var path = PATH + "/" + Sysinv.segment(row.get().text("uuid"));
      var patched = sysinv.patchSecret(path, fields(row.get(), wanted));
      if (!(patched instanceof Answer.Done)) {
        return Values.result(patched);
      }
    }
    return remember(wanted);
  }

  private static boolean isSame(Row row, Row wanted) {
    return row.text(HASH).equals(wanted.text(HASH))
        && row.whole(EXPIRY).equals(wanted.whole(EXPIRY));
  }

  private static SortedMap<String, String> fields(Row row, Row wanted) {
    var fields = new TreeMap<String, String>();
    fields.put(HASH, wanted.text(HASH));
    fields.put(EXPIRY, wanted.text(EXPIRY));
    if (wanted.has(SIGNATURE)) {
      fields.put(SIGNATURE, wanted.text(SIGNATURE));
    }
    // absent at an older release is not the same as empty
    if (wanted.has(CHANGED) && row.fields().containsKey(CHANGED)) {
      fields.put(CHANGED, wanted.text(CHANGED));
    }
    return fields;
  }

  /** Written last: until then the item is read as the row is. */
  private SiteResult remember(Row wanted) {
    var rest = new TreeMap<String, Object>();
    // a field of its own, so that "sent, without either" is told from "never sent"
    rest.put("sent", true);
    if (wanted.has(SIGNATURE)) {
      rest.put(SIGNATURE, wanted.text(SIGNATURE));
    }
    wanted.whole(CHANGED).ifPresent(day -> rest.put(CHANGED, day));
    var next = Row.of(rest);
    if (next.equals(sent)) {
      return SiteResult.APPLIED;
    }
    try {
      directory.write(FILE, CanonicalJson.print(rest));
      sent = next;
      return SiteResult.APPLIED;
    } catch (InvalidJsonException _) {
      return new SiteResult.Refused(TYPE + "/" + NAME + ": a text that is no Unicode");
    } catch (IOException e) {
      return new SiteResult.Deferred(
          DISK_RETRY, "what was sent of the user sysadmin cannot be written: " + e.getMessage());
    }
  }

  @Override
  public SiteResult delete(ItemKey key) {
    return key.name().equals(NAME)
        ? new SiteResult.Refused(
            "a site cannot be without the user sysadmin; it keeps the password it has")
        : SiteResult.APPLIED;
  }
}
