package io.murmuration.agent.site.starlingx.identity.rest;

import static io.murmuration.proto.keystone.RestListing.object;
import static io.murmuration.proto.keystone.RestListing.text;

import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.IdentityServices;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.identity.TransportException;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.KeystoneTables;
import io.murmuration.proto.keystone.RestList;
import io.murmuration.proto.keystone.RestListing;
import io.murmuration.proto.keystone.RestReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a site's Keystone holds, read once for a push and kept up with what the push writes. Not
 * thread-safe.
 */
final class SiteView {
  private static final Duration RETRY = Duration.ofMinutes(1);

  private final IdentityServices services;
  private final Set<RestList> needed;
  private final Map<RestList, List<Map<String, @Nullable Object>>> lists =
      new EnumMap<>(RestList.class);
  private RestReader reader;
  private KeystoneTables tables;
  private boolean stale;

  private SiteView(IdentityServices services, Set<RestList> needed, RestListing listing) {
    this.services = services;
    this.needed = needed;
    listing.lists().forEach((list, objects) -> lists.put(list, new ArrayList<>(objects)));
    this.reader = new RestReader(listing);
    this.tables = reader.tables();
  }

  static SiteView load(IdentityServices services, Set<RestList> needed) throws TransportException {
    return new SiteView(services, needed, fetch(services, needed));
  }

  static RestListing fetch(IdentityServices services, Set<RestList> needed)
      throws TransportException {
    var lists = new EnumMap<RestList, List<Map<String, @Nullable Object>>>(RestList.class);
    for (var list : RestList.values()) {
      if (needed.contains(list)) {
        lists.put(list, fetch(services, list));
      }
    }
    return new RestListing(lists);
  }

  private static List<Map<String, @Nullable Object>> fetch(IdentityServices services, RestList list)
      throws TransportException {
    return switch (services.list(list)) {
      case Answer.Done(var body) ->
          RestListing.objects(
                  list, body.has(Row.LIST) ? body.fields().get(Row.LIST) : body.fields())
              .orElseThrow(() ->
                  new TransportException(
                      list.path() + " answers something else (expected: the whole list)", RETRY));
      case Answer.Missing(var why) -> throw new TransportException(why, RETRY);
      case Answer.No(var why) -> throw new TransportException(why, RETRY);
      case Answer.Later(var after, var why, _) -> throw new TransportException(why, after);
    };
  }

  /** After a change of which this view does not know what it led to. */
  void reloadIfStale() throws TransportException {
    if (stale) {
      fetch(services, needed)
          .lists()
          .forEach((list, objects) -> lists.put(list, new ArrayList<>(objects)));
      stale = false;
      renewed();
      tables = reader.tables();
    }
  }

  void stale() {
    stale = true;
  }

  /** As of the reading; what is written changes no schema. */
  KeystoneTables tables() {
    return tables;
  }

  boolean isShared(Map<String, ?> user) {
    return reader.isSharedUser(user);
  }

  Set<String> regions() {
    return reader.regions();
  }

  /** What is kept the same of an item that is there. */
  Optional<Value> item(IdentityType type, String name) {
    var value = reader.read(type, List.of(name)).get(name);
    return value == null ? Optional.empty() : Optional.of(new Value(value));
  }

  /** The whole record, exempt or not. */
  Optional<Map<String, @Nullable Object>> record(IdentityType type, String id) {
    return records(type).filter(record -> id(type, record).equals(id)).findFirst();
  }

  boolean has(IdentityType type, String id) {
    return record(type, id).isPresent();
  }

  boolean isDomain(String id) {
    return record(IdentityType.PROJECT, id)
        .map(record -> object(record.get("project")))
        .filter(project -> Boolean.TRUE.equals(project.get("is_domain")))
        .isPresent();
  }

  /** The id under which the site knows a name. */
  Optional<String> holder(IdentityType type, String domain, String name) {
    return records(type)
        .filter(record -> {
          var row = object(record.get(nameTable(type)));
          return text(row, "name").equals(name) && text(row, "domain_id").equals(domain);
        })
        .map(record -> id(type, record))
        .findFirst();
  }

  Optional<String> nameOf(IdentityType type, String id) {
    return record(type, id).map(record -> text(object(record.get(nameTable(type))), "name"));
  }

  Stream<Map<String, @Nullable Object>> records(IdentityType type) {
    return lists.getOrDefault(list(type), List.of()).stream();
  }

  static String id(IdentityType type, Map<String, ?> record) {
    return text(object(record.get(type.wireName())), "id");
  }

  static String nameTable(IdentityType type) {
    return type == IdentityType.USER ? "local_user" : type.wireName();
  }

  static RestList list(IdentityType type) {
    return switch (type) {
      case PROJECT -> RestList.PROJECTS;
      case ROLE -> RestList.ROLES;
      case USER -> RestList.USERS;
      case GROUP -> RestList.GROUPS;
      case ASSIGNMENT -> RestList.ASSIGNMENTS;
      case REVOCATION_EVENT -> RestList.REVOCATIONS;
    };
  }

  /** Somebody's record is this now, under the id that it says. */
  void put(IdentityType type, String formerId, Map<String, ?> record) {
    var known = lists.computeIfAbsent(list(type), _ -> new ArrayList<>());
    known.removeIf(each -> id(type, each).equals(formerId));
    known.add(object(record));
    renewed();
  }

  void remove(IdentityType type, String id) {
    lists.getOrDefault(list(type), List.of()).removeIf(each -> id(type, each).equals(id));
    renewed();
  }

  private void renewed() {
    reader = new RestReader(new RestListing(lists));
  }
}
