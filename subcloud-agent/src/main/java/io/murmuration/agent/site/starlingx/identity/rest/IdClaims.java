package io.murmuration.agent.site.starlingx.identity.rest;

import static io.murmuration.proto.keystone.RestListing.object;
import static io.murmuration.proto.keystone.RestListing.text;

import io.murmuration.agent.site.starlingx.client.IdentityServices;
import io.murmuration.agent.site.starlingx.identity.write.Batch;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.RestList;
import io.murmuration.sync.agent.SiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes sure that an item's name belongs to its id before it is written: bootstrap makes users,
 * projects and roles of the same names with other ids at each cloud, and tokens carry ids.
 */
record IdClaims(IdentityServices services, SiteView view, Batch batch, Deletions deletions) {

  sealed interface Claim {
    record Free() implements Claim {}

    /** The site knows who is meant under this id. */
    record HeldAs(String id) implements Claim {}

    record Impossible(SiteResult why) implements Claim {}
  }

  private static final Claim FREE = new Claim.Free();

  /**
   * If somebody else has the name: who is to be deleted goes first; who comes too, under another
   * name, is named by their id until their turn; else they are the one who is meant.
   */
  Claim claim(IdentityType type, String id, String domain, String name) {
    var holder = view.holder(type, domain, name).orElse(id);
    if (holder.equals(id)) {
      return FREE;
    }
    if (batch.goes(type.wireName(), holder)) {
      return unless(deletions.delete(type, holder));
    }
    if (batch.comes(type.wireName(), holder)) {
      return unless(nameById(type, holder));
    }
    if (view.has(type, id)) {
      return new Claim.Impossible(
          new SiteResult.Refused(
              "%s: the site has a %s of its own with this name, id %s (expected: renamed or deleted there)"
                  .formatted(name, type.wireName(), holder)));
    }
    return new Claim.HeldAs(holder);
  }

  private static Claim unless(SiteResult result) {
    return result instanceof SiteResult.Applied ? FREE : new Claim.Impossible(result);
  }

  private SiteResult nameById(IdentityType type, String holder) {
    var record = view.record(type, holder).orElseThrow();
    var renamed = Records.renamed(type, record, holder);
    return Outcome.of(
        services.put(SiteView.list(type), holder, renamed),
        () -> view.put(type, holder, Records.stored(record, renamed)));
  }

  /**
   * Gives somebody another id; dcdbsync takes what refers to them along, as far as it knows of it.
   * The rest of the record is stored by the same request.
   */
  SiteResult change(IdentityType type, String former, String id, Map<String, ?> record) {
    return switch (type) {
      case USER -> changeUser(former, id, record);
      case PROJECT -> {
        var inside =
            view.records(IdentityType.USER)
                .filter(user -> text(object(user.get("user")), "domain_id").equals(former))
                .findFirst();
        yield inside.isPresent()
            ? new SiteResult.Refused(
                ("the site knows this domain under id %s and has users in it, whose passwords"
                        + " dcdbsync would lose with another id (expected: empty, or"
                        + " starlingx.keystone.db.url)")
                    .formatted(former))
            : put(type, former, record);
      }
      case GROUP -> put(type, former, Records.withMembers(record, members(former, record)));
      case ROLE, ASSIGNMENT, REVOCATION_EVENT -> put(type, former, record);
    };
  }

  /** The members that stay as they are were looked for under the id that is new. */
  private List<String> members(String former, Map<String, ?> record) {
    var members = new ArrayList<>(Records.memberIds(record));
    var shared =
        view.records(IdentityType.USER)
            .filter(view::isShared)
            .map(user -> SiteView.id(IdentityType.USER, user))
            .toList();
    for (var member : Records.memberIds(view, former)) {
      if (!shared.contains(member)) {
        members.add(member);
      }
    }
    return members;
  }

  private SiteResult put(IdentityType type, String former, Map<String, ?> record) {
    return Outcome.of(services.put(SiteView.list(type), former, record), view::stale);
  }

  /**
   * The membership table refers to users without cascading, so dcdbsync cannot change the id of a
   * member: the user leaves the groups, and comes back with the new id. A crash in between costs
   * the membership of groups that only this site has.
   */
  private SiteResult changeUser(String former, String id, Map<String, ?> record) {
    var groups =
        view.records(IdentityType.GROUP)
            .filter(group -> Records.memberIds(group).contains(former))
            .toList();
    SiteResult result = SiteResult.APPLIED;
    var left = new ArrayList<Map<String, ?>>();
    for (var group : groups) {
      var others = new ArrayList<>(Records.memberIds(group));
      others.remove(former);
      result = putGroup(Records.withMembers(group, others));
      if (!(result instanceof SiteResult.Applied)) {
        break;
      }
      left.add(group);
    }
    if (result instanceof SiteResult.Applied) {
      result = put(IdentityType.USER, former, record);
    }
    var now = result instanceof SiteResult.Applied ? id : former;
    for (var group : left) {
      var members = new ArrayList<>(Records.memberIds(group));
      members.remove(former);
      members.add(now);
      var back = putGroup(Records.withMembers(group, members));
      if (result instanceof SiteResult.Applied) {
        result = back;
      }
    }
    view.stale();
    return result;
  }

  private SiteResult putGroup(Map<String, ?> group) {
    var id = SiteView.id(IdentityType.GROUP, group);
    return Outcome.of(services.put(RestList.GROUPS, id, group), view::stale);
  }
}
