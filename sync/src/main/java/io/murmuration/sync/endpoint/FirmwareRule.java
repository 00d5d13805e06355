package io.murmuration.sync.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether every image that is applied at the system controller was written to every device of the
 * site that it is for.
 */
public final class FirmwareRule {
  private static final String COMPLETED = "completed";

  private FirmwareRule() {}

  /**
   * An enabled PCI device.
   *
   * @param labels as {@link DeviceImage#label} spells them
   */
  public record Device(String uuid, String name, String vendor, String device, Set<String> labels) {
    public Device {
      labels = Set.copyOf(labels);
    }
  }

  /**
   * How far an image came at a device.
   *
   * @param status sysinv's word: {@code pending}, {@code in-progress}, {@code completed}, {@code
   *     failed}
   */
  public record Written(String deviceUuid, String imageUuid, String status) {}

  /**
   * What a site has.
   *
   * @param devices the enabled ones
   * @param images by uuid
   */
  public record Site(
      List<Device> devices, List<Written> written, Map<String, DeviceImage.Content> images) {
    public Site {
      devices = List.copyOf(devices);
      written = List.copyOf(written);
      images = Map.copyOf(images);
    }
  }

  /** The verdict if it does not depend on the site. */
  public static Optional<AuditVerdict> withoutAsking(AuditReference reference) {
    if (reference.firmware().isEmpty()) {
      return Optional.of(AuditVerdict.noReference());
    }
    return reference.firmware().get().isEmpty()
        ? Optional.of(AuditVerdict.nothingWanted("no applied device image"))
        : Optional.empty();
  }

  public static AuditVerdict verdict(AuditReference reference, Site site) {
    var early = withoutAsking(reference);
    if (early.isPresent()) {
      return early.get();
    }
    if (site.devices().isEmpty()) {
      return AuditVerdict.inSync("the site has no enabled device");
    }
    int matched = 0;
    for (var image : reference.firmware().orElseThrow()) {
      for (var device : site.devices()) {
        if (isFor(image, device)) {
          matched++;
          var status = status(image, device, site);
          if (!status.equals(COMPLETED)) {
            return AuditVerdict.outOfSync(
                "device %s: %s is %s (expected: %s)"
                    .formatted(device.name(), words(image.content()), status, COMPLETED));
          }
        }
      }
    }
    return AuditVerdict.inSync(
        matched == 0 ? "no image is for a device of the site" : "all images are written");
  }

  private static boolean isFor(DeviceImage image, Device device) {
    return image.vendor().equals(device.vendor())
        && image.device().equals(device.device())
        && (image.isForAll() || image.labels().stream().anyMatch(device.labels()::contains));
  }

  private static String status(DeviceImage image, Device device, Site site) {
    return site.written().stream()
        .filter(written -> written.deviceUuid().equals(device.uuid()))
        .filter(written -> image.content().equals(site.images().get(written.imageUuid())))
        .map(Written::status)
        .findFirst()
        .orElse("not applied");
  }

  private static String words(DeviceImage.Content content) {
    return switch (content) {
      case DeviceImage.Content.Functional(var id, _, _) -> "bitstream " + id;
      case DeviceImage.Content.RootKey(var signature) -> "root key " + signature;
      case DeviceImage.Content.Revocation(var id) -> "revocation of key " + id;
    };
  }
}
