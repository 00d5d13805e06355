package io.murmuration.agent.site.starlingx.identity.rest;

import static io.murmuration.proto.keystone.RestListing.object;
import static io.murmuration.proto.keystone.RestListing.text;

import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.IdentityServices;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.agent.site.starlingx.identity.write.Batch;
import io.murmuration.proto.keystone.Exempt;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deletes through Keystone, which takes along what hangs on somebody. */
record Deletions(IdentityServices services, SiteView view, Batch batch) {

  SiteResult delete(IdentityType type, String id) {
    return switch (type) {
      case USER -> {
        var name = view.nameOf(type, id);
        yield name.isEmpty() || !Exempt.isSharedUser(name.get(), view.regions())
            ? SiteResult.APPLIED
            : remove(type, id, "/v3/users/");
      }
      case ROLE -> {
        var name = view.nameOf(type, id);
        yield name.isEmpty() || !Exempt.isSharedRole(name.get())
            ? SiteResult.APPLIED
            : remove(type, id, "/v3/roles/");
      }
      case GROUP -> view.has(type, id) ? remove(type, id, "/v3/groups/") : SiteResult.APPLIED;
      case PROJECT -> view.has(type, id) ? deleteProject(id) : SiteResult.APPLIED;
      case ASSIGNMENT, REVOCATION_EVENT -> throw new IllegalArgumentException(type.wireName());
    };
  }

  private SiteResult remove(IdentityType type, String id, String path) {
    return Outcome.ofDeletion(
        services.deleteInKeystone(path + Sysinv.segment(id)), () -> view.remove(type, id));
  }

  /** A domain or a project in which the site has something of its own stays. */
  private SiteResult deleteProject(String id) {
    for (var child : below(id)) {
      if (batch.goes(IdentityType.PROJECT.wireName(), child)) {
        var gone = deleteProject(child);
        if (!(gone instanceof SiteResult.Applied)) {
          return gone;
        }
      }
    }
    var own = own(id);
    if (own.isPresent()) {
      return own.get();
    }
    if (!view.isDomain(id)) {
      return remove(IdentityType.PROJECT, id, "/v3/projects/");
    }
    // Keystone deletes no domain that is enabled.
    var path = "/v3/domains/" + Sysinv.segment(id);
    var disabled = services.patchInKeystone(path, Map.of("domain", Map.of("enabled", false)));
    return disabled instanceof Answer.Done || disabled instanceof Answer.Missing
        ? remove(IdentityType.PROJECT, id, "/v3/domains/")
        : Outcome.of(disabled, view::stale);
  }

  private List<String> below(String id) {
    return view.records(IdentityType.PROJECT)
        .map(record -> object(record.get("project")))
        .filter(project ->
            text(project, "domain_id").equals(id) || text(project, "parent_id").equals(id))
        .map(project -> text(project, "id"))
        .toList();
  }

  private Optional<SiteResult> own(String domain) {
    for (var type :
        List.of(IdentityType.USER, IdentityType.GROUP, IdentityType.ROLE, IdentityType.PROJECT)) {
      for (var record : view.records(type).toList()) {
        var row = object(record.get(type.wireName()));
        if (text(row, "domain_id").equals(domain) || text(row, "parent_id").equals(domain)) {
          return Optional.of(
              new SiteResult.Refused(
                  "the site has a %s of its own in it, id %s (expected: deleted or moved there)"
                      .formatted(type.wireName(), text(row, "id"))));
        }
      }
    }
    return Optional.empty();
  }
}
