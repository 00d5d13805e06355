package io.murmuration.central.auth.builtin.api;

import java.util.List;
import java.util.Map;

/** Which versions there are, as clients read before they log in. */
final class Discovery {
  private Discovery() {}

  record Version(
      String id,
      String status,
      String updated,
      List<Map<String, String>> links,
      List<Map<String, String>> mediaTypes) {
    Map<String, Object> json() {
      return Map.of(
          "id",
          id,
          "status",
          status,
          "updated",
          updated,
          "links",
          links,
          "media-types",
          mediaTypes);
    }
  }

  /** 300, as Keystone answers at its root. */
  static KeystoneAnswer versions(String base) {
    return KeystoneAnswer.of(
            300, Map.of("versions", Map.of("values", List.of(version(base).json()))))
        .with("Location", base + "/v3/");
  }

  static KeystoneAnswer v3(String base) {
    return KeystoneAnswer.of(200, Map.of("version", version(base).json()));
  }

  private static Version version(String base) {
    return new Version(
        "v3.14",
        "stable",
        "2020-04-07T00:00:00Z",
        List.of(Map.of("rel", "self", "href", base + "/v3/")),
        List.of(
            Map.of(
                "base", "application/json", "type", "application/vnd.openstack.identity-v3+json")));
  }
}
