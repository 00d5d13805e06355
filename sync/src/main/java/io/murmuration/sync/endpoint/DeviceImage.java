package io.murmuration.sync.endpoint;

import java.util.List;

/**
 * A firmware image for PCI devices.
 *
 * @param content what it is, by which two images are the same one
 * @param vendor PCI vendor of the devices it is for
 * @param device PCI device id of those
 * @param labels the image is for devices that carry one of these; an empty text: for all
 */
public record DeviceImage(Content content, String vendor, String device, List<String> labels) {
  public DeviceImage {
    labels = List.copyOf(labels);
  }

  /** A device's label, or an image's, in one spelling. */
  public static String label(String key, String value) {
    return key + "=" + value;
  }

  /** Whether the image was applied without a label. */
  boolean isForAll() {
    return labels.contains("");
  }

  /** What an image is. */
  public sealed interface Content {
    /**
     * The design that a device runs.
     *
     * @param bmc whether the board's controller comes with it
     */
    record Functional(String bitstreamId, boolean bmc, boolean retimer) implements Content {}

    /** The key that a device checks designs with. */
    record RootKey(String signature) implements Content {}

    /** A key that a device does not take any more. */
    record Revocation(String keyId) implements Content {}
  }
}
