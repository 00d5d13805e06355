package io.murmuration.central.external.dcdbsync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.central.external.keystone.ServiceHttp;
import io.murmuration.central.external.keystone.ServiceTokens;
import io.murmuration.central.external.keystone.UnansweredException;
import io.murmuration.central.identity.IdentityOrigin;
import io.murmuration.central.identity.IdentityPayload;
import io.murmuration.central.identity.OriginAwayException;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.RestList;
import io.murmuration.proto.keystone.RestListing;
import io.murmuration.proto.keystone.RestReader;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads all lists at each look, because dcdbsync offers nothing that is cheaper, and tells by a
 * digest whether anything changed. The lists are read one after the other, what refers before what
 * is referred to ({@link RestList}); what changes in between is in the next look. Belongs to one
 * thread; blocks.
 */
public final class DcdbsyncIdentities implements IdentityOrigin, AutoCloseable {
  private static final int LARGEST = 64 << 20;

  /** As the rows' own texts, which are moments in UTC and sort like them. */
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final DcdbsyncSettings settings;
  private final ServiceTokens tokens;
  private final ServiceHttp http;
  private final InstantSource clock;

  /**
   * @param nanoTime monotonic
   */
  public DcdbsyncIdentities(DcdbsyncSettings settings, InstantSource clock, LongSupplier nanoTime) {
    this.settings = settings;
    this.tokens = new ServiceTokens(settings.keystone(), nanoTime);
    this.http = new ServiceHttp(tokens, settings.timeout(), LARGEST);
    this.clock = clock;
  }

  @Override
  public Optional<Reading> read(Optional<String> seen) throws OriginAwayException {
    var items = items(new RestReader(listing()));
    var version = version(items);
    return seen.equals(Optional.of(version))
        ? Optional.empty()
        : Optional.of(new Reading(version, items));
  }

  private RestListing listing() throws OriginAwayException {
    var lists = new EnumMap<RestList, List<Map<String, @Nullable Object>>>(RestList.class);
    for (var list : RestList.values()) {
      lists.put(list, list(list));
    }
    return new RestListing(lists);
  }

  private List<Map<String, @Nullable Object>> list(RestList list) throws OriginAwayException {
    var base = list.isOfKeystone() ? settings.keystone().url() : settings.dcdbsync();
    try {
      var json = CanonicalJson.parse(http.get(base.resolve(list.path())), LARGEST);
      return RestListing.objects(list, json)
          .orElseThrow(() -> unread(list, "another answer (expected: the whole list)"));
    } catch (UnansweredException e) {
      throw unread(list, e.why());
    } catch (InvalidJsonException _) {
      throw unread(list, "an answer that is no JSON");
    }
  }

  private static OriginAwayException unread(RestList list, String why) {
    return new OriginAwayException("cannot be read: %s: %s".formatted(list.path(), why));
  }

  private SortedMap<ItemKey, Payload> items(RestReader reader) throws OriginAwayException {
    var items = new TreeMap<ItemKey, Payload>();
    for (var type : IdentityType.values()) {
      for (var value : reader.readAll(type).entrySet()) {
        if (type != IdentityType.REVOCATION_EVENT || isLive(value.getValue())) {
          var id = value.getKey();
          items.put(
              new ItemKey(type.wireName(), id), IdentityPayload.of(type, id, value.getValue()));
        }
      }
    }
    return items;
  }

  private boolean isLive(Map<String, @Nullable Object> value) {
    var now = clock.instant();
    var oldest = MOMENT.format(now.minus(settings.revocationsKept()));
    return value.get("revocation_event") instanceof List<?> rows
        && rows.stream()
            .map(RestListing::object)
            .anyMatch(row ->
                RestListing.text(row, "revoked_at").compareTo(oldest) > 0
                    && (!(row.get("expires_at") instanceof String end)
                        || end.compareTo(MOMENT.format(now)) > 0));
  }

  /** Kept in memory only. */
  private static String version(SortedMap<ItemKey, Payload> items) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      items.forEach((key, payload) -> {
        digest.update((key + "\n").getBytes(UTF_8));
        digest.update(payload.bytes());
      });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 (expected: in every JVM)", e);
    }
  }

  @Override
  public void close() {
    http.close();
    tokens.close();
  }
}
