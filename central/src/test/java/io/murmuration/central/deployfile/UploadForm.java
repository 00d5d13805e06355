package io.murmuration.central.deployfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An upload as the contract's client writes it: only archives have a content type. */
final class UploadForm {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** A playbook and a chart, both plain. */
  static UploadForm valid() {
    return new UploadForm()
        .file("deploy_playbook", "/home/op/dm/dm.yaml", "- hosts: all\n")
        .file("deploy_chart", "dm-1.0.tgz", "chart");
  }

  String contentType() {
    return "multipart/form-data; boundary=b0";
  }

  UploadForm field(String name, String value) {
    return part("name=\"%s\"".formatted(name), value.getBytes(UTF_8));
  }

  UploadForm file(String name, String path, String content) {
    return part("name=\"%s\"; filename=\"%s\"".formatted(name, path), content.getBytes(UTF_8));
  }

  UploadForm zip(String path, byte[] zip) {
    return part(
        "name=\"deploy_playbook\"; filename=\"%s\"\r\nContent-Type: application/zip"
            .formatted(path),
        zip);
  }

  byte[] bytes() {
    body.writeBytes("--b0--\r\n".getBytes(UTF_8));
    return body.toByteArray();
  }

  private UploadForm part(String disposition, byte[] content) {
    body.writeBytes(
        "--b0\r\nContent-Disposition: form-data; %s\r\n\r\n"
            .formatted(disposition)
            .getBytes(UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(UTF_8));
    return this;
  }

  static byte[] zipOf(Map<String, String> entries) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
