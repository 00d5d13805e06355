package io.murmuration.agent.site.starlingx.audit;

import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.endpoint.DeviceImage;
import io.murmuration.sync.endpoint.FirmwareRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The PCI devices of the site and what was written to them. */
final class FirmwareReading {
  private static final String HOSTS = "/v1/ihosts";
  private static final String IMAGES = "/v1/device_images";
  private static final String STATES = "/v1/device_image_state";
  private static final String LABELS = "/v1/device_labels";

  private FirmwareReading() {}

  /** Most sites have no such device: then nothing more is asked. */
  static FirmwareRule.Site site(Sysinv sysinv) throws UnreadException {
    var enabled = enabled(sysinv);
    if (enabled.isEmpty()) {
      return new FirmwareRule.Site(List.of(), List.of(), Map.of());
    }
    var labels = labels(sysinv);
    var devices =
        enabled.stream()
            .map(row ->
                new FirmwareRule.Device(
                    row.text("uuid"),
                    row.text("name"),
                    row.text("pvendor_id"),
                    row.text("pdevice_id"),
                    labels.getOrDefault(row.text("uuid"), Set.of())))
            .toList();
    return new FirmwareRule.Site(devices, written(sysinv), images(sysinv));
  }

  private static List<Row> enabled(Sysinv sysinv) throws UnreadException {
    var devices = new ArrayList<Row>();
    for (var host : Answers.rows(sysinv.get(HOSTS), "ihosts")) {
      var path = HOSTS + "/" + Sysinv.segment(host.text("uuid")) + "/pci_devices";
      for (var device : Answers.rows(sysinv.get(path), "pci_devices")) {
        if (device.truth("enabled")) {
          devices.add(device);
        }
      }
    }
    return devices;
  }

  /** By uuid of the device. */
  private static Map<String, Set<String>> labels(Sysinv sysinv) throws UnreadException {
    var labels = new HashMap<String, Set<String>>();
    for (var row : Answers.rows(sysinv.get(LABELS), "device_labels")) {
      labels
          .computeIfAbsent(row.text("pcidevice_uuid"), _ -> new HashSet<>())
          .add(DeviceImage.label(row.text("label_key"), row.text("label_value")));
    }
    return labels;
  }

  private static List<FirmwareRule.Written> written(Sysinv sysinv) throws UnreadException {
    return Answers.rows(sysinv.get(STATES), "device_image_state").stream()
        .map(row ->
            new FirmwareRule.Written(
                row.text("pcidevice_uuid"), row.text("image_uuid"), row.text("status")))
        .toList();
  }

  private static Map<String, DeviceImage.Content> images(Sysinv sysinv) throws UnreadException {
    var images = new HashMap<String, DeviceImage.Content>();
    for (var row : Answers.rows(sysinv.get(IMAGES), "device_images")) {
      content(row).ifPresent(content -> images.put(row.text("uuid"), content));
    }
    return images;
  }

  private static Optional<DeviceImage.Content> content(Row row) {
    return switch (row.text("bitstream_type")) {
      case "functional" ->
          Optional.of(
              new DeviceImage.Content.Functional(
                  row.text("bitstream_id"), row.truth("bmc"), row.truth("retimer_included")));
      case "root-key" -> Optional.of(new DeviceImage.Content.RootKey(row.text("key_signature")));
      case "key-revocation" ->
          Optional.of(new DeviceImage.Content.Revocation(row.text("revoke_key_id")));
      default -> Optional.empty();
    };
  }
}
