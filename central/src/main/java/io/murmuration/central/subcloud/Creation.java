package io.murmuration.central.subcloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.group.GroupRepository;
import io.murmuration.central.group.SubcloudGroup;
import io.murmuration.central.subcloud.address.FleetAddresses;
import io.murmuration.central.subcloud.bootstrap.StoredValues;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.document.Secrets;
import io.murmuration.central.subcloud.order.OrderRules;
import io.murmuration.central.subcloud.order.Road;
import io.murmuration.central.subcloud.order.SiteOrder;
import io.murmuration.central.subcloud.stored.DocumentRepository;
import io.murmuration.central.subcloud.stored.RehomeData;
import io.murmuration.schema.tx.Tx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns an order into a subcloud to add, or refuses it. The order of the checks decides the status
 * code: what the contract tests before the name is 400 with everything that was found, a taken name
 * is 409, the rest is 400; what is right but cannot be done here is 422.
 */
final class Creation {
  private final OrderRules rules;
  private final Supplier<UUID> ids;
  private final DeployFiles deployFiles;
  private final FleetAddresses addresses;
  private final SubcloudRepository subclouds = new SubcloudRepository();
  private final GroupRepository groups = new GroupRepository();

  /**
   * @param ids where region names come from
   */
  Creation(
      SystemController controller,
      Supplier<UUID> ids,
      DeployFiles deployFiles,
      FleetAddresses addresses) {
    this.rules = new OrderRules(controller);
    this.ids = ids;
    this.deployFiles = deployFiles;
    this.addresses = addresses;
  }

  NewSubcloud check(Tx tx, SiteOrder order) {
    var found =
        rules.check(order, addresses.upToDate(tx), release -> deployFiles.missing(tx, release));
    List<Problem> late = new ArrayList<>(found.late());
    int group = group(tx, order, late);
    if (!found.early().isEmpty()) {
      List<Problem> all = new ArrayList<>(found.early());
      all.addAll(late);
      throw new RefusedException(new ApiError.Invalid(all));
    }
    refuseTaken(tx, order);
    var site = found.site();
    if (!late.isEmpty() || site == null) {
      throw new RefusedException(new ApiError.Invalid(late));
    }
    if (order.road() == Road.ADD) {
      refuseUnavailable(order);
    }
    return new NewSubcloud(
        site,
        rules.release(order),
        deployStatus(order),
        regionName(order),
        group,
        dataInstall(found.install()),
        rehomeData(order),
        documents(order, found.install()));
  }

  private int group(Tx tx, SiteOrder order, List<Problem> problems) {
    var given = order.group();
    if (given.isEmpty()) {
      return SubcloudGroup.DEFAULT_ID;
    }
    var found =
        ResourceRef.of(given.get()) instanceof ResourceRef.ById ref
            ? groups.find(tx, ref)
            : Optional.<SubcloudGroup>empty();
    if (found.isEmpty()) {
      problems.add(
          order
              .values()
              .problem("group_id", "the numeric id of an existing group; Invalid group_id"));
    }
    return found.map(SubcloudGroup::id).orElse(SubcloudGroup.DEFAULT_ID);
  }

  private void refuseTaken(Tx tx, SiteOrder order) {
    refuseTaken(tx, "name", order.name());
    refuseTaken(tx, "region_name", isCopy(order) ? order.regionName() : Optional.empty());
  }

  /** Agents look for regions, people for names: neither may find two. */
  private void refuseTaken(Tx tx, String field, Optional<String> wanted) {
    if (wanted.filter(text -> subclouds.isTaken(tx, text)).isPresent()) {
      throw new RefusedException(
          new ApiError.Conflict(
              "%s: %s (expected: neither name nor region of another subcloud)"
                  .formatted(field, wanted.get())));
    }
  }

  /** A site that runs already cannot be taken over by storing a record. */
  private static void refuseUnavailable(SiteOrder order) {
    var flag = order.flags().migrates() ? "migrate" : order.flags().enrols() ? "enroll" : null;
    if (flag != null) {
      throw new RefusedException(
          new ApiError.Unprocessable(
              "%s: true (expected: not given; taking over a site that runs is not available in this version)"
                  .formatted(flag)));
    }
  }

  private static boolean isCopy(SiteOrder order) {
    return order.road() == Road.ADD && order.flags().secondary().isPresent();
  }

  private static String deployStatus(SiteOrder order) {
    return switch (order.road()) {
      case CREATE -> DeployStatus.CREATE_COMPLETE;
      case ADD -> order.flags().isSecondary() ? DeployStatus.SECONDARY : DeployStatus.NOT_DEPLOYED;
    };
  }

  private String regionName(SiteOrder order) {
    return isCopy(order) ? order.regionName().orElseThrow() : ids.get().toString().replace("-", "");
  }

  private static @Nullable String dataInstall(@Nullable ObjectNode install) {
    return install == null ? null : Secrets.masked(install).toString();
  }

  private static @Nullable String rehomeData(SiteOrder order) {
    if (order.road() != Road.ADD || !order.flags().isSecondary()) {
      return null;
    }
    return RehomeData.of(StoredValues.of(order.values())).text();
  }

  private static Map<String, byte[]> documents(SiteOrder order, @Nullable ObjectNode install) {
    Map<String, byte[]> documents = new HashMap<>();
    documents.put(DocumentRepository.BOOTSTRAP_VALUES, bytes(StoredValues.of(order.values())));
    if (install != null) {
      documents.put(DocumentRepository.INSTALL_VALUES, bytes(install));
    }
    order
        .deployConfig()
        .ifPresent(file -> documents.put(DocumentRepository.DEPLOY_CONFIG, file.content()));
    return documents;
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
