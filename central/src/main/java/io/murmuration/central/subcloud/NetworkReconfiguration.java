package io.murmuration.central.subcloud;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpNetwork;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A PATCH with management network values. Whatever the contract refuses is refused in its order;
 * what would pass is refused as well, because no engine carries a new network to the site yet.
 */
final class NetworkReconfiguration {
  private NetworkReconfiguration() {}

  static Optional<ApiError> whyNot(Subcloud now, UpdateForm form) {
    var given = form.network();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (DeployStatus.isSecondary(now.deployStatus())) {
      return Optional.of(
          new ApiError.Failed("A secondary subcloud's network is not changed from here"));
    }
    if (now.transientState().isPresent()) {
      return Optional.of(
          new ApiError.Conflict(
              "Subcloud %s cannot get another network while it has %s"
                  .formatted(now.name(), now.transientState().get())));
    }
    if (form.manage() != null || now.managed()) {
      return unprocessable(
          "Subcloud %s must be unmanaged to get another network".formatted(now.name()));
    }
    if (!form.notServed().contains("bootstrap_address")) {
      return unprocessable("bootstrap_address: nothing (expected: the site's address)");
    }
    for (var key : UpdateForm.NETWORK_FIELDS) {
      if (!given.containsKey(key)) {
        return unprocessable(
            "%s: nothing (expected: all of %s)".formatted(key, UpdateForm.NETWORK_FIELDS));
      }
    }
    return unchanged(now, given)
        .or(() ->
            unprocessable(
                ("management_subnet: %s (expected: not given; this hub does not reconfigure"
                        + " the network of a site yet)")
                    .formatted(given.get("management_subnet"))));
  }

  private static Optional<ApiError> unchanged(Subcloud now, Map<String, String> given) {
    var network = now.network();
    var present =
        Map.of(
            "management_subnet", network.subnet(),
            "management_gateway_ip", network.gatewayIp(),
            "management_start_ip", network.startIp(),
            "management_end_ip", network.endIp());
    for (var key : UpdateForm.NETWORK_FIELDS) {
      if (canonical(Objects.requireNonNull(given.get(key))).equals(present.get(key))) {
        return unprocessable(
            "%s: %s (expected: another value than the present one)".formatted(key, given.get(key)));
      }
    }
    return Optional.empty();
  }

  private static String canonical(String text) {
    return IpAddress.parse(text)
        .map(IpAddress::toString)
        .or(() -> IpNetwork.parse(text).map(IpNetwork::toString))
        .orElse(text);
  }

  private static Optional<ApiError> unprocessable(String detail) {
    return Optional.of(new ApiError.Unprocessable(detail));
  }
}
