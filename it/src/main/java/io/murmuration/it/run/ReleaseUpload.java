package io.murmuration.it.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;

/** A release that is made of a seed, registered at a hub and brought to its sites over REST. */
public final class ReleaseUpload {
  private static final int BLOCK = 1 << 16;
  private static final String BOUNDARY = "murmuration-release";

  private final Rest rest;
  private final String id;
  private final String digest;

  private ReleaseUpload(Rest rest, String id, String digest) {
    this.rest = rest;
    this.id = id;
    this.digest = digest;
  }

  /**
   * Writes a file of drawn bytes and registers it.
   *
   * @param size a multiple of 64 KiB
   */
  public static ReleaseUpload register(Rest rest, Path file, long size, long seed) {
    var id = file.getFileName().toString().replaceFirst("\\.patch$", "");
    var digest = write(file, size, seed);
    var head =
        field("release_id", id)
            + field("sw_version", "26.03.1")
            + field("sha256", digest)
            + "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s.patch\"\r\n\r\n"
                .formatted(BOUNDARY, id);
    try {
      rest.expect200(
          "POST",
          "/v1.0/releases",
          BodyPublishers.concat(
              BodyPublishers.ofString(head),
              BodyPublishers.ofFile(file),
              BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n")),
          "multipart/form-data; boundary=" + BOUNDARY);
      return new ReleaseUpload(rest, id, digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String field(String name, String value) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        .formatted(BOUNDARY, name, value);
  }

  private static String write(Path file, long size, long seed) {
    var random = new SplittableRandom(seed);
    var block = new byte[BLOCK];
    try (var out =
        new DigestOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file)), Digests.sha256())) {
      for (long at = 0; at < size; at += BLOCK) {
        random.nextBytes(block);
        out.write(block);
      }
      return HexFormat.of().formatHex(out.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To all subclouds of the group. */
  public JsonNode deliver(String group) {
    return rest.json("POST", path(), Map.of("group", group));
  }

  private String path() {
    return "/v1.0/releases/" + id + "/deliveries";
  }

  /** The same at a node that started anew. */
  public ReleaseUpload at(Rest other) {
    return new ReleaseUpload(other, id, digest);
  }

  /** How many sites are in the state. */
  public int count(String state) {
    return deliveries().get("summary").path(state).asInt(0);
  }

  public JsonNode deliveries() {
    return rest.get(path());
  }

  /** What the node has sent since it started. */
  public long bytesSent() {
    return (long) rest.metric("murmuration_fetch_bytes_total", "");
  }

  /** The same with the time, for rates. */
  public SentBytes sent() {
    long asked = System.nanoTime();
    long bytes = bytesSent();
    return new SentBytes(asked, bytes, System.nanoTime());
  }

  /** Its only file, on the disks of the agents. */
  public ArtefactFiles files() {
    return new ArtefactFiles(digest);
  }
}
