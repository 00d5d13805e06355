package io.murmuration.central.api.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The OpenAPI 3.1 document of all that the hub serves, written by hand: the files of {@code
 * /openapi}, one per group of resources, joined as they are.
 */
public final class OpenApiDocument {
  /** In their order in the document. */
  static final List<String> FILES =
      List.of(
          "10-head",
          "20-hub",
          "21-nodes",
          "30-subclouds",
          "40-groups",
          "41-options",
          "50-desired",
          "51-desired-fleet",
          "52-desired-group",
          "53-desired-subcloud",
          "54-drift",
          "55-recovery",
          "60-operations",
          "61-site-operations",
          "62-releases",
          "70-components",
          "80-schemas",
          "81-schemas-options",
          "82-schemas-requests",
          "83-schemas-operations",
          "84-schemas-releases",
          "85-schemas-enrolment",
          "86-schemas-nodes",
          "86-schemas-recovery");

  private OpenApiDocument() {}

  /**
   * The whole document, in YAML.
   *
   * @throws IllegalStateException if a file is missing: the build is broken
   */
  public static String text() {
    var text = new StringBuilder();
    for (var name : FILES) {
      text.append(file("/openapi/" + name + ".yaml"));
    }
    return text.toString();
  }

  private static String file(String name) {
    try (var in = OpenApiDocument.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource: " + name + " is missing (expected: in the jar)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
