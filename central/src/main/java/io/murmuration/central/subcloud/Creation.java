package io.murmuration.central.subcloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.group.GroupRepository;
import io.murmuration.central.group.SubcloudGroup;
import io.murmuration.central.subcloud.bootstrap.BootstrapRules;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.schema.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a form into a subcloud to add, or refuses it. The order of the checks decides the status
 * code: what the contract tests before the name is 400 with everything that was found, a taken name
 * is 409, the rest is 400.
 */
final class Creation {
  private final SystemController controller;
  private final BootstrapRules rules;
  private final Supplier<UUID> ids;
  private final SubcloudRepository subclouds = new SubcloudRepository();
  private final GroupRepository groups = new GroupRepository();

  /**
   * @param ids where region names come from
   */
  Creation(SystemController controller, Supplier<UUID> ids) {
    this.controller = controller;
    this.rules = new BootstrapRules(controller);
    this.ids = ids;
  }

  NewSubcloud check(Tx tx, CreateForm form) {
    var findings = rules.check(form.input(), new NeighbourRepository(tx));
    List<Problem> early = new ArrayList<>(form.problems());
    early.addAll(findings.early());
    release(form).ifPresent(early::add);
    List<Problem> late = new ArrayList<>(findings.late());
    var group = group(tx, form, late);
    if (!early.isEmpty()) {
      early.addAll(late);
      throw new RefusedException(new ApiError.Invalid(early));
    }
    refuseTaken(tx, form);
    var plan = findings.plan();
    if (!late.isEmpty() || plan == null) {
      throw new RefusedException(new ApiError.Invalid(late));
    }
    return new NewSubcloud(
        plan,
        form.release().orElse(controller.release()),
        form.secondary() ? DeployStatus.SECONDARY : DeployStatus.NOT_DEPLOYED,
        regionName(form),
        group,
        rehomeData(form));
  }

  private Optional<Problem> release(CreateForm form) {
    return form.release()
        .filter(release -> !controller.supports(release))
        .map(_ ->
            form.input()
                .problem(
                    "release",
                    "%s or one of %s"
                        .formatted(
                            controller.release(),
                            controller.supportedReleases().stream().sorted().toList())));
  }

  private int group(Tx tx, CreateForm form, List<Problem> problems) {
    var given = form.group();
    if (given.isEmpty()) {
      return SubcloudGroup.DEFAULT_ID;
    }
    var found =
        ResourceRef.of(given.get()) instanceof ResourceRef.ById ref
            ? groups.find(tx, ref)
            : Optional.<SubcloudGroup>empty();
    if (found.isEmpty()) {
      problems.add(
          form.input()
              .problem("group_id", "the numeric id of an existing group; Invalid group_id"));
    }
    return found.map(SubcloudGroup::id).orElse(SubcloudGroup.DEFAULT_ID);
  }

  private void refuseTaken(Tx tx, CreateForm form) {
    var name = form.input().text("name").orElse("");
    if (subclouds.find(tx, Lookup.byName(name)).isPresent()) {
      throw new RefusedException(
          new ApiError.Conflict(
              "name: %s (expected: a name that no other subcloud has)".formatted(name)));
    }
    var region = form.secondary() ? form.regionName() : Optional.<String>empty();
    if (region.flatMap(text -> subclouds.find(tx, Lookup.byRegion(text))).isPresent()) {
      throw new RefusedException(
          new ApiError.Conflict(
              "region_name: %s (expected: a region that no other subcloud has)"
                  .formatted(region.get())));
    }
  }

  private String regionName(CreateForm form) {
    return form.secondary()
        ? form.regionName().orElseThrow()
        : ids.get().toString().replace("-", "");
  }

  private static @Nullable String rehomeData(CreateForm form) {
    if (!form.secondary()) {
      return null;
    }
    var saved = form.input().saved().deepCopy();
    form.input().text("bootstrap-address").ifPresent(text -> saved.put("bootstrap-address", text));
    var data = JsonNodeFactory.instance.objectNode();
    data.set("saved_payload", saved);
    return data.toString();
  }
}
