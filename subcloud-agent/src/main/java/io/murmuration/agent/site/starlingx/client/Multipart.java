package io.murmuration.agent.site.starlingx.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/** A form with one file (RFC 7578). The contents are PEM, in which the boundary cannot occur. */
final class Multipart {
  private static final String BOUNDARY = "murmuration_form_boundary";
  static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private final StringBuilder text = new StringBuilder();

  Multipart field(String name, String value) {
    return part("name=\"" + name + "\"", "", value);
  }

  Multipart file(String name, String fileName, String content) {
    return part(
        "name=\"" + name + "\"; filename=\"" + fileName + "\"",
        "Content-Type: application/x-pem-file\r\n",
        content);
  }

  BodyPublisher end() {
    return BodyPublishers.ofByteArray((text + "--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
  }

  private Multipart part(String disposition, String header, String content) {
    text.append("--").append(BOUNDARY).append("\r\n");
    text.append("Content-Disposition: form-data; ").append(disposition).append("\r\n");
    text.append(header).append("\r\n").append(content).append("\r\n");
    return this;
  }
}
