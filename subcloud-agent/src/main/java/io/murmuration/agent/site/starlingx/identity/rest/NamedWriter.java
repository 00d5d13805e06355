package io.murmuration.agent.site.starlingx.identity.rest;

import static io.murmuration.agent.site.starlingx.identity.write.TypeWriter.invalid;
import static io.murmuration.agent.site.starlingx.identity.write.TypeWriter.waitsFor;
import static io.murmuration.proto.keystone.RestListing.object;

import io.murmuration.agent.site.starlingx.client.IdentityServices;
import io.murmuration.agent.site.starlingx.identity.write.Batch;
import io.murmuration.agent.site.starlingx.identity.write.Projection;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.keystone.Exempt;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Users, groups, projects and roles: what has an id and a name. Made and changed through dcdbsync,
 * deleted through Keystone. What is as it shall be is not touched.
 */
final class NamedWriter {
  /** What stands for the domain of a role of all domains. */
  private static final String NO_DOMAIN = "<<null>>";

  private final IdentityServices services;
  private final SiteView view;
  private final Records records;
  private final IdClaims claims;
  private final Deletions deletions;
  private final InstantSource clock;

  NamedWriter(IdentityServices services, SiteView view, Batch batch, InstantSource clock) {
    this.services = services;
    this.view = view;
    this.records = new Records(view);
    this.deletions = new Deletions(services, view, batch);
    this.claims = new IdClaims(services, view, batch, deletions);
    this.clock = clock;
  }

  SiteResult upsert(IdentityType type, String id, Value value) {
    var row = value.row(SiteView.nameTable(type));
    var name = Value.text(row, "name");
    var domain = Value.text(row, "domain_id");
    if (!Value.text(value.row(type.wireName()), "id").equals(id)
        || name.isEmpty()
        || domain.isEmpty()) {
      return invalid(type.wireName() + " with id " + id + ", name and domain_id");
    }
    var no = obstacle(type, id, name, domain, value);
    if (no.isPresent()) {
      return no.get();
    }
    var claim = claims.claim(type, id, domain, name);
    if (claim instanceof IdClaims.Claim.Impossible(var why)) {
      return why;
    }
    var stored = store(type, id, value, claim);
    if (stored instanceof SiteResult.Applied && type == IdentityType.GROUP) {
      var missing = records.missingMembers(value);
      return missing.isEmpty() ? stored : waitsFor("user", missing.getFirst());
    }
    return stored;
  }

  private SiteResult store(IdentityType type, String id, Value value, IdClaims.Claim claim) {
    var record = records.of(type, id, value);
    if (claim instanceof IdClaims.Claim.HeldAs(var former)) {
      return claims.change(type, former, id, record);
    }
    var there = view.record(type, id);
    if (there.isEmpty()) {
      return make(type, id, record);
    }
    if (isAsItShallBe(type, id, value, record)) {
      return SiteResult.APPLIED;
    }
    return Outcome.of(
        services.put(SiteView.list(type), id, record),
        () -> view.put(type, id, Records.stored(there.get(), record)));
  }

  private boolean isAsItShallBe(IdentityType type, String id, Value value, Map<String, ?> record) {
    var now = view.item(type, id);
    if (now.isEmpty()) {
      return false;
    }
    var projection = new Projection(view.tables());
    if (type != IdentityType.GROUP) {
      return projection.agree(type, value, now.get());
    }
    // Its members may be fewer than wanted, for now: what would be sent decides.
    return Records.memberIds(record).equals(Records.memberIds(view, id).stream().sorted().toList())
        && projection.agree(
            type.part("group"), List.of(value.row("group")), List.of(now.get().row("group")));
  }

  private SiteResult make(IdentityType type, String id, Map<String, ?> record) {
    var whole = object(record);
    if (type == IdentityType.USER) {
      var user = object(record.get("user"));
      // Else Keystone counts the days of inactivity from the creation at the centre.
      user.put("last_active_at", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString());
      whole.put("user", user);
      whole.putIfAbsent("password", List.of());
    }
    return Outcome.of(services.post(SiteView.list(type), whole), () -> view.put(type, id, whole));
  }

  private Optional<SiteResult> obstacle(
      IdentityType type, String id, String name, String domain, Value value) {
    return switch (type) {
      case USER, GROUP -> {
        if (type == IdentityType.USER && isExempt(id, name)) {
          yield Optional.of(ofTheSite(name, "user"));
        }
        yield view.isDomain(domain) ? Optional.empty() : Optional.of(waitsFor("domain", domain));
      }
      case ROLE -> {
        if (!Exempt.isSharedRole(name)
            || view.nameOf(type, id).filter(now -> !Exempt.isSharedRole(now)).isPresent()) {
          yield Optional.of(ofTheSite(name, "role"));
        }
        yield domain.equals(NO_DOMAIN) || view.isDomain(domain)
            ? Optional.empty()
            : Optional.of(waitsFor("domain", domain));
      }
      case PROJECT ->
          List.of(domain, Value.text(value.row("project"), "parent_id")).stream()
              .filter(needed -> !needed.isEmpty() && !view.has(type, needed))
              .findFirst()
              .map(needed -> waitsFor("domain or parent project", needed));
      case ASSIGNMENT, REVOCATION_EVENT -> Optional.empty();
    };
  }

  private boolean isExempt(String id, String name) {
    return !Exempt.isSharedUser(name, view.regions())
        || view.nameOf(IdentityType.USER, id)
            .filter(now -> !Exempt.isSharedUser(now, view.regions()))
            .isPresent();
  }

  private static SiteResult ofTheSite(String name, String what) {
    return new SiteResult.Refused(
        "%s: a %s that each site has for itself (expected: another name)".formatted(name, what));
  }

  SiteResult delete(IdentityType type, String id) {
    return deletions.delete(type, id);
  }
}
