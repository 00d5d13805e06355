package io.murmuration.agent.site.starlingx.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A form of files (RFC 7578) that are read from the disk while they are sent. Each part has the
 * name of its file, as USM's own client sends them.
 *
 * @param contentType with the boundary
 */
record FileForm(String contentType, BodyPublisher body) {
  /**
   * @param files by names without quotes and line ends; the boundary is made of where they lie,
   *     which no file can know that is named by its own digest
   * @throws FileNotFoundException if one is not there
   */
  static FileForm of(SortedMap<String, Path> files) throws FileNotFoundException {
    var boundary = "murmuration-" + UUID.nameUUIDFromBytes(files.toString().getBytes(UTF_8));
    var parts = new ArrayList<BodyPublisher>();
    for (var file : files.entrySet()) {
      parts.add(
          BodyPublishers.ofString(
              "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                  .formatted(boundary, file.getKey(), file.getKey()),
              UTF_8));
      parts.add(BodyPublishers.ofFile(file.getValue()));
      parts.add(BodyPublishers.ofString("\r\n", UTF_8));
    }
    parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n", UTF_8));
    return new FileForm(
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
  }
}
