package io.murmuration.it.bench.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.murmuration.it.floor.RestFloor;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Rest;
import io.murmuration.it.run.TestAuthority;
import io.murmuration.it.run.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A hub with a fleet of records, of which a few have agents whose statuses move, and beside it the
 * floor, which answers with the same bytes. Both have the same memory.
 */
final class RestBed implements AutoCloseable {
  /** Touched at the start, so that what grows later is not the heap. */
  private static final List<String> JVM =
      List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseCompactObjectHeaders");

  /** Subclouds whose statuses move once a second. */
  static final int MOVING = 50;

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String FORM = "multipart/form-data; boundary=b0";

  private final HubProcess hub;
  private final int subclouds;
  private final int group;
  private final FarmProcess farm;

  RestBed(Path dir, int subclouds) {
    this.subclouds = subclouds;
    this.hub =
        HubProcess.start(
            dir,
            JVM,
            Map.of("MURMURATION_LOG_LEVEL", "warn", "MURMURATION_SYNC_AUDIT_PERIOD", "1h"));
    int moving = Math.min(MOVING, subclouds);
    var rest = hub.rest();
    this.group =
        rest.json(
                "POST",
                "/v1.0/subcloud-groups",
                Map.of(
                    "name",
                    "moving",
                    "description",
                    "statuses that move",
                    "update_apply_type",
                    "parallel",
                    "max_parallel_subclouds",
                    1))
            .get("id")
            .asInt();
    Fleet.create(rest, 1, moving, group);
    Fleet.create(rest, moving + 1, subclouds, 1);
    Fleet.manage(rest, 1, moving);
    var tokens = dir.resolve("farm.tokens");
    var trust = dir.resolve("trust.pem");
    Fleet.tokens(rest, 1, moving, tokens, trust);
    this.farm =
        FarmProcess.start(hub, dir.resolve("farm"), tokens, trust, List.of("-Xms128m", "-Xmx256m"));
    Watch.until(
        moving + " connected agents",
        LIMIT,
        () -> rest.get("/v1.0/fleet").get("connected").asInt() >= moving);
  }

  HubProcess hub() {
    return hub;
  }

  int port() {
    return hub.rest().base().getPort();
  }

  /** Begins to move statuses. */
  StatusFeeder feeder() {
    try {
      return new StatusFeeder(hub.rest(), group, new TestAuthority(Instant.now()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The floor, with the hub's own answers. */
  RestFloor floor(Path dir) {
    var rest = hub.rest();
    return new RestFloor(
        dir,
        Map.of(
            RestPart.LIST.toString(), answer(rest, "/v1.0/subclouds"),
            RestPart.ONE.toString(), answer(rest, one(0)),
            RestPart.DETAIL.toString(), answer(rest, one(0) + "/detail"),
            RestPart.UPDATE.toString(), answer(rest, one(0))),
        JVM);
  }

  private static byte[] answer(Rest rest, String path) {
    return rest.get(path).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Each client has a subcloud of its own, none of those that move. */
  private String one(int client) {
    return "/v1.0/subclouds/" + Fleet.name(subclouds - client);
  }

  byte[] list() {
    return get("/v1.0/subclouds");
  }

  byte[] one(RestPart what, int client) {
    return get(what == RestPart.DETAIL ? one(client) + "/detail" : one(client));
  }

  byte[] update(int client) {
    var body =
        """
        --b0\r
        Content-Disposition: form-data; name="description"\r
        \r
        client %d\r
        --b0--\r
        """
            .formatted(client);
    return ("PATCH %s HTTP/1.1\r\n".formatted(one(client))
            + head()
            + "Content-Type: %s\r\nContent-Length: %d\r\n\r\n".formatted(FORM, body.length())
            + body)
        .getBytes(ISO_8859_1);
  }

  byte[] get(String path) {
    return ("GET %s HTTP/1.1\r\n".formatted(path) + head() + "\r\n").getBytes(ISO_8859_1);
  }

  private String head() {
    return "Host: localhost\r\nAccept: */*\r\nX-Auth-Token: %s\r\n".formatted(token());
  }

  private String token() {
    try {
      return Files.readString(hub.dir().resolve("central").resolve("admin.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    farm.close();
    hub.close();
  }
}
