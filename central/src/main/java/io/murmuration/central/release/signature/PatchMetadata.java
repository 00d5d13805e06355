package io.murmuration.central.release.signature;

import io.murmuration.central.release.signature.PatchFile.NotAPatchException;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * What a patch says about itself, in {@code metadata.xml}.
 *
 * @param id of the release
 * @param version for example {@code 26.03.1}
 * @param summary one line; may be empty
 */
public record PatchMetadata(String id, String version, String summary, boolean rebootRequired) {
  private static final int LONGEST = 255;
  private static final int LONGEST_SUMMARY = 1_000;

  static PatchMetadata parse(byte[] xml) throws NotAPatchException {
    var fields = fields(xml);
    return new PatchMetadata(
        required(fields, "id"),
        required(fields, "sw_version"),
        shortened(fields.getOrDefault("summary", "")),
        "Y".equals(fields.get("reboot_required")));
  }

  /** The texts right below the root; of several with one name the first. */
  private static Map<String, String> fields(byte[] xml) throws NotAPatchException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    Map<String, String> fields = new HashMap<>();
    try {
      var reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
      int depth = 0;
      var text = new StringBuilder();
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            depth++;
            text.setLength(0);
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
              text.append(reader.getText());
          case XMLStreamConstants.END_ELEMENT -> {
            if (depth == 2) {
              fields.putIfAbsent(reader.getLocalName(), text.toString().strip());
            }
            depth--;
          }
          default -> {} // comments and the like
        }
      }
      return fields;
    } catch (XMLStreamException e) {
      throw new NotAPatchException("metadata.xml cannot be read: " + e.getMessage());
    }
  }

  private static String required(Map<String, String> fields, String name)
      throws NotAPatchException {
    var text = fields.getOrDefault(name, "");
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new NotAPatchException(
          "metadata.xml: %s has %d characters (expected: 1 to %d)"
              .formatted(name, text.length(), LONGEST));
    }
    return text;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_SUMMARY ? text : text.substring(0, LONGEST_SUMMARY);
  }
}
