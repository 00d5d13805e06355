package io.murmuration.central.subcloud;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.SubcloudRules.Facts;
import io.murmuration.central.subcloud.bootstrap.NetworkChange;
import io.murmuration.central.subcloud.bootstrap.StoredValues;
import io.murmuration.central.subcloud.document.Secrets;
import io.murmuration.central.subcloud.form.UpdateForm;
import io.murmuration.central.subcloud.form.UpdateReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A PATCH with management network values. Whatever the contract refuses is refused in its order;
 * what would pass is refused as well, because nothing carries a new network to the site.
 */
final class NetworkReconfiguration {
  private final Subcloud now;
  private final UpdateForm form;
  private final Facts facts;
  private final Map<String, String> given;

  private NetworkReconfiguration(Subcloud now, UpdateForm form, Facts facts) {
    this.now = now;
    this.form = form;
    this.facts = facts;
    this.given = form.network();
  }

  /** Empty if the form asks for no new network. */
  static Optional<ApiError> whyNot(Subcloud now, UpdateForm form, Facts facts) {
    return form.network().isEmpty()
        ? Optional.empty()
        : Optional.of(new NetworkReconfiguration(now, form, facts).whyNot());
  }

  private ApiError whyNot() {
    return wrongState()
        .or(this::wrongGateway)
        .or(this::managed)
        .or(this::incomplete)
        .or(this::unchanged)
        .or(this::wrongPassword)
        .or(this::wrongNetwork)
        .orElseGet(() ->
            new ApiError.Unprocessable(
                "management_subnet: %s (expected: not given; changing the network of a site is not"
                        .formatted(given.get(NetworkChange.SUBNET))
                    + " available in this version)"));
  }

  private Optional<ApiError> wrongState() {
    if (DeployStatus.isSecondary(now.deployStatus())) {
      return Optional.of(
          new ApiError.Failed("A secondary subcloud's network is not changed from here"));
    }
    return now.transientState()
        .map(state ->
            new ApiError.Conflict(
                "Subcloud %s cannot get another network while it has %s"
                    .formatted(now.name(), state)));
  }

  private Optional<ApiError> wrongGateway() {
    var gateway = given.get(NetworkChange.GATEWAY);
    if (gateway == null) {
      return missing(NetworkChange.GATEWAY);
    }
    return NetworkChange.isReachable(gateway, facts.controller())
        ? Optional.empty()
        : Optional.of(
            new ApiError.BadRequest(
                "%s: %s (expected: a family that the system controller's management network has)"
                    .formatted(NetworkChange.GATEWAY, gateway)));
  }

  private Optional<ApiError> managed() {
    if (form.manage() != null) {
      return unprocessable("management-state: given (expected: not together with a new network)");
    }
    return now.managed()
        ? unprocessable(
            "Subcloud %s must be unmanaged to get another network".formatted(now.name()))
        : Optional.empty();
  }

  private Optional<ApiError> incomplete() {
    if (form.documents().bootstrapAddress().isEmpty()) {
      return unprocessable("bootstrap_address: nothing (expected: the site's address)");
    }
    return UpdateReader.NETWORK_FIELDS.stream()
        .filter(key -> !given.containsKey(key))
        .findFirst()
        .flatMap(NetworkReconfiguration::missing);
  }

  private static Optional<ApiError> missing(String key) {
    return unprocessable(
        "%s: nothing (expected: all of %s)".formatted(key, UpdateReader.NETWORK_FIELDS));
  }

  private Optional<ApiError> unchanged() {
    var network = now.network();
    var present =
        Map.of(
            NetworkChange.SUBNET, network.subnet(),
            NetworkChange.GATEWAY, network.gatewayIp(),
            NetworkChange.START, network.startIp(),
            NetworkChange.END, network.endIp());
    for (var key : UpdateReader.NETWORK_FIELDS) {
      var value = Objects.requireNonNull(given.get(key));
      if (StoredValues.canonical(value).equals(present.get(key))) {
        return unprocessable(
            "%s: %s (expected: another value than the present one)".formatted(key, value));
      }
    }
    return Optional.empty();
  }

  private Optional<ApiError> wrongPassword() {
    return form.documents().sysadminPassword().filter(Secrets::isBase64).isPresent()
        ? Optional.empty()
        : Optional.of(
            new ApiError.Invalid(
                List.of(
                    new Problem(
                        "sysadmin_password",
                        "nothing, or not base64 of UTF-8",
                        "the password, in base64"))));
  }

  private Optional<ApiError> wrongNetwork() {
    var problems = NetworkChange.check(given, facts.neighbours());
    return problems.isEmpty() ? Optional.empty() : Optional.of(new ApiError.Invalid(problems));
  }

  private static Optional<ApiError> unprocessable(String detail) {
    return Optional.of(new ApiError.Unprocessable(detail));
  }
}
