package io.murmuration.central.subcloud.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.subcloud.document.Field;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Bootstrap values as later phases need them: the file under the form's fields, addresses in
 * canonical text (IPv6 compressed). Still with the file's secrets.
 */
public final class StoredValues {
  /** Form fields that order the call and do not describe the site. */
  private static final Set<String> NOT_OF_THE_SITE =
      Set.of(
          "bootstrap_values",
          "install_values",
          "deploy_config",
          "cloud_init_config",
          "sysadmin_password",
          "bmc_password",
          "group_id",
          "release",
          "region_name",
          "migrate",
          "enroll",
          "on_site",
          "secondary");

  private static final List<String> ADDRESSES =
      Stream.concat(
              Stream.of("management", "admin")
                  .flatMap(net ->
                      Stream.of("_subnet", "_start_address", "_end_address").map(net::concat)),
              Stream.of(
                  "management_gateway_address",
                  "management_floating_address",
                  "admin_gateway_address",
                  "admin_floating_address",
                  "systemcontroller_gateway_address",
                  "external_oam_subnet",
                  "external_oam_gateway_address",
                  "external_oam_floating_address",
                  "external_oam_node_0_address",
                  "external_oam_node_1_address",
                  "bootstrap-address"))
          .toList();

  private StoredValues() {}

  public static ObjectNode of(SiteValues input) {
    var json = input.json().deepCopy();
    for (var field : input.fields().values()) {
      if (field.isOfForm() && !NOT_OF_THE_SITE.contains(field.key())) {
        json.put(field.key(), field.text());
      }
    }
    for (var key : ADDRESSES) {
      input
          .field(key)
          .filter(field -> field.shape() == Field.Shape.TEXT)
          .ifPresent(field -> json.put(key, canonical(field.text())));
    }
    return json;
  }

  /** Each address or network of a list in canonical text; what is neither stays as it is. */
  public static String canonical(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .map(text ->
            IpAddress.parse(text)
                .map(IpAddress::toString)
                .or(() -> IpNetwork.parse(text).map(IpNetwork::toString))
                .orElse(text))
        .collect(Collectors.joining(","));
  }
}
