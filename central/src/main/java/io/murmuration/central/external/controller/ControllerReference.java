package io.murmuration.central.external.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.external.keystone.KeystoneSettings;
import io.murmuration.central.external.keystone.ServiceTokens;
import io.murmuration.central.software.ReferenceSource;
import io.murmuration.sync.endpoint.DeviceImage;
import io.murmuration.sync.endpoint.KubernetesRule;
import io.murmuration.sync.endpoint.SoftwareRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What the system controller's USM and sysinv say. Thread-safe; blocks. */
public final class ControllerReference implements ReferenceSource, AutoCloseable {
  private final ControllerSettings settings;
  private final ServiceTokens tokens;
  private final ControllerHttp http;

  /**
   * @param keystone who the hub is there
   * @param nanoTime monotonic
   */
  public ControllerReference(
      ControllerSettings settings, KeystoneSettings keystone, LongSupplier nanoTime) {
    this.settings = settings;
    this.tokens = new ServiceTokens(keystone, nanoTime);
    this.http = new ControllerHttp(tokens, settings.timeout());
  }

  /** USM answers with a list that stands alone; anything else is no answer. */
  @Override
  public Optional<List<String>> software() {
    return settings
        .usm()
        .flatMap(usm -> http.get(usm, "/v1/release"))
        .filter(JsonNode::isArray)
        .map(ControllerReference::deployed);
  }

  private static List<String> deployed(JsonNode releases) {
    var deployed = new ArrayList<String>();
    for (var release : releases) {
      if (release.path("state").asText().equals("deployed")) {
        deployed.add(
            SoftwareRule.version(
                release.path("sw_version").asText(""), release.path("release_id").asText("")));
      }
    }
    deployed.sort(Comparator.naturalOrder()); // the order that USM lists them in says nothing
    return deployed;
  }

  @Override
  public Optional<String> kubernetes() {
    return rows("/v1/kube_versions", "kube_versions")
        .map(rows -> {
          var versions = new ArrayList<KubernetesRule.Version>();
          rows.forEach(row ->
              versions.add(
                  new KubernetesRule.Version(
                      row.path("version").asText(),
                      row.path("target").asBoolean(),
                      row.path("state").asText().equals("active"))));
          return KubernetesRule.active(versions);
        });
  }

  @Override
  public Optional<List<DeviceImage>> firmware() {
    return rows("/v1/device_images", "device_images").map(ControllerReference::applied);
  }

  private static List<DeviceImage> applied(JsonNode rows) {
    var images = new ArrayList<DeviceImage>();
    for (var row : rows) {
      if (row.path("applied").asBoolean()) {
        content(row)
            .ifPresent(content ->
                images.add(
                    new DeviceImage(
                        content,
                        row.path("pci_vendor").asText(),
                        row.path("pci_device").asText(),
                        labels(row.path("applied_labels")))));
      }
    }
    return images;
  }

  private static Optional<DeviceImage.Content> content(JsonNode row) {
    return switch (row.path("bitstream_type").asText()) {
      case "functional" ->
          Optional.of(
              new DeviceImage.Content.Functional(
                  row.path("bitstream_id").asText(""),
                  row.path("bmc").asBoolean(),
                  row.path("retimer_included").asBoolean()));
      case "root-key" ->
          Optional.of(new DeviceImage.Content.RootKey(row.path("key_signature").asText("")));
      case "key-revocation" ->
          Optional.of(new DeviceImage.Content.Revocation(row.path("revoke_key_id").asText("")));
      default -> Optional.empty();
    };
  }

  /** Objects of one label each; an empty object stands for all devices. */
  private static List<String> labels(JsonNode applied) {
    var labels = new ArrayList<String>();
    for (var label : applied) {
      if (label.isEmpty()) {
        labels.add("");
      }
      label
          .properties()
          .forEach(
              field -> labels.add(DeviceImage.label(field.getKey(), field.getValue().asText())));
    }
    return labels;
  }

  private Optional<JsonNode> rows(String path, String field) {
    return settings
        .sysinv()
        .flatMap(sysinv -> http.get(sysinv, path))
        .map(body -> body.path(field))
        .filter(JsonNode::isArray);
  }

  @Override
  public void close() {
    http.close();
    tokens.close();
  }
}
