package io.murmuration.agent.site.starlingx.identity.rest;

import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.IdentityServices;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.agent.site.starlingx.identity.IdentityTransport;
import io.murmuration.agent.site.starlingx.identity.TransportException;
import io.murmuration.agent.site.starlingx.identity.write.Batch;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.agent.site.starlingx.identity.write.WriteOrder;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.RestList;
import io.murmuration.proto.keystone.RestReader;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads whole lists, since dcdbsync offers no others, and writes one item after the other. */
public final class RestTransport implements IdentityTransport {
  private static final Logger log = LoggerFactory.getLogger(RestTransport.class);

  private static final Duration RETRY = Duration.ofSeconds(30);

  /** Whatever is written: names and domains are looked up in these. */
  private static final Set<RestList> ALWAYS =
      EnumSet.of(
          RestList.GROUPS, RestList.USERS, RestList.ROLES, RestList.PROJECTS, RestList.REGIONS);

  private final IdentityServices services;
  private final InstantSource clock;

  /** Calls nobody yet. Owns the services. */
  public RestTransport(IdentityServices services, InstantSource clock) {
    this.services = services;
    this.clock = clock;
  }

  @Override
  public Found read(Map<IdentityType, List<String>> names) throws TransportException {
    var lists = EnumSet.noneOf(RestList.class);
    names.keySet().forEach(type -> lists.addAll(RestList.of(type)));
    var reader = new RestReader(SiteView.fetch(services, lists));
    var items = new TreeMap<ItemKey, Value>();
    for (var type : names.entrySet()) {
      for (var value : reader.read(type.getKey(), type.getValue()).entrySet()) {
        items.put(
            new ItemKey(type.getKey().wireName(), value.getKey()), new Value(value.getValue()));
      }
    }
    return new Found(reader.tables(), items);
  }

  @Override
  public Optional<NamedUser> user(String domain, String name) throws TransportException {
    var view = SiteView.load(services, RestList.of(IdentityType.USER));
    return view.holder(IdentityType.USER, domain, name)
        .flatMap(id ->
            view.item(IdentityType.USER, id).map(value -> new NamedUser(id, view.tables(), value)));
  }

  /** A refusal is Keystone's own rule about passwords, for example: it has had this one. */
  @Override
  public Optional<String> tell(String userId, String password) {
    var body = Map.of("user", Map.of("password", password));
    return switch (services.patchInKeystone("/v3/users/" + Sysinv.segment(userId), body)) {
      case Answer.Done _, Answer.Missing _ -> Optional.empty();
      case Answer.No(var why) -> {
        log.warn("Keystone does not take the password of admin, its rows follow reason={}", why);
        yield Optional.empty();
      }
      case Answer.Later(_, var why, _) -> Optional.of(why);
    };
  }

  @Override
  public Done write(List<SiteWrite> writes) throws TransportException {
    var lists = EnumSet.copyOf(ALWAYS);
    writes.forEach(write ->
        IdentityType.fromWireName(write.key().type())
            .ifPresent(type -> lists.addAll(RestList.of(type))));
    var view = SiteView.load(services, lists);
    var batch = Batch.of(writes);
    var named = new NamedWriter(services, view, batch, clock);
    var rows = new RowWriter(services, view);
    var results = new ArrayList<SiteResult>(Collections.nCopies(writes.size(), SiteResult.APPLIED));
    Optional<SiteResult> away = Optional.empty();
    for (int index : WriteOrder.of(writes)) {
      if (away.isPresent()) {
        results.set(index, away.get()); // it need not wait for the same time-out
        continue;
      }
      long before = services.troubles();
      var result = write(writes.get(index), view, named, rows);
      results.set(index, result);
      if (services.troubles() > before && isAway()) {
        away = Optional.of(new SiteResult.Deferred(RETRY, "dcdbsync does not answer any more"));
      }
    }
    return new Done(view.tables(), results);
  }

  private static SiteResult write(
      SiteWrite write, SiteView view, NamedWriter named, RowWriter rows) {
    var type = IdentityType.fromWireName(write.key().type());
    if (type.isEmpty()) {
      return new SiteResult.Refused("unsupported type " + Kind.IDENTITY + "/" + write.key().type());
    }
    try {
      view.reloadIfStale();
      var name = write.key().name();
      return switch (type.get()) {
        case PROJECT, ROLE, USER, GROUP ->
            switch (write) {
              case SiteWrite.Upsert(_, var payload) ->
                  named.upsert(type.get(), name, Value.of(payload));
              case SiteWrite.Delete _ -> named.delete(type.get(), name);
            };
        case ASSIGNMENT, REVOCATION_EVENT ->
            switch (write) {
              case SiteWrite.Upsert(_, var payload) ->
                  rows.upsert(type.get(), name, Value.of(payload));
              case SiteWrite.Delete _ -> rows.delete(type.get(), name);
            };
      };
    } catch (TransportException e) {
      return new SiteResult.Deferred(e.retryAfter(), e.why());
    }
  }

  /** Told from an item that dcdbsync cannot store, which it answers with 500 too. */
  private boolean isAway() {
    return !(services.list(RestList.ROLES) instanceof Answer.Done);
  }

  @Override
  public void close() {
    services.close();
  }
}
