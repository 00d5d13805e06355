package io.murmuration.central.testing;

import java.nio.charset.StandardCharsets;

/**
 * A multipart body as the contract's client writes it: no content types, full paths as file names,
 * a form without parts is the closing boundary alone.
 */
public final class FormBody {
  private static final String BOUNDARY = "0c1b6f4a9d2e4b7f8a3c5d6e7f809112";

  private final StringBuilder body = new StringBuilder();

  public FormBody field(String name, String value) {
    return part("name=\"%s\"".formatted(name), value);
  }

  public FormBody file(String name, String path, String content) {
    return part("name=\"%s\"; filename=\"%s\"".formatted(name, path), content);
  }

  public String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  public byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  public String text() {
    return body + "--" + BOUNDARY + "--\r\n";
  }

  public FormBody part(String disposition, String content) {
    body.append("--").append(BOUNDARY).append("\r\nContent-Disposition: form-data; ");
    body.append(disposition).append("\r\n\r\n").append(content).append("\r\n");
    return this;
  }
}
