package io.murmuration.central.testing.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.central.testing.FormBody;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A valid request for every operation of the document, in a hub that has the subcloud {@value
 * #SUBCLOUD} and the group {@value #GROUP}, as {@link #GROUP_BODY} and {@link #subcloud} make them.
 */
public final class Samples {
  public static final String SUBCLOUD = "edge-sample";
  public static final String GROUP = "group-sample";

  /** Of {@code POST /v1.0/subcloud-groups}, for {@link #GROUP}. */
  public static final String GROUP_BODY = group(GROUP);

  private static final String JSON = "application/json";
  private static final String ITEMS = "items: [{type: dns, value: {nameservers: [192.0.2.53]}}]\n";
  private static final String DRIFT_RULES = "rules: [{kind: platform, type: dns, mode: report}]\n";
  private static final String PASSWORD = "dGVzdHBhc3M=";
  private static final String OPTIONS =
      """
      {"storage-apply-type": "parallel", "worker-apply-type": "serial", "max-parallel-workers": 4,
       "alarm-restriction-type": "relaxed", "default-instance-action": "migrate"}\
      """;

  private static final Map<String, Sample> BODIES =
      Map.ofEntries(
          Map.entry("addSubcloud", subcloud("edge-new", 2)),
          Map.entry(
              "createSubcloud",
              form(
                  new FormBody()
                      .file("bootstrap_values", "/home/op/phased.yml", bootstrap("edge-phased", 3))
                      .field("bootstrap-address", "192.0.2.9"))),
          Map.entry("updateSubcloud", form(new FormBody().field("description", "a new text"))),
          json("reportCertificateStatus", "{\"endpoint\": \"dc-cert\", \"status\": \"in-sync\"}"),
          json("addGroup", group("group-new")),
          json("updateGroup", "{\"description\": \"a new text\"}"),
          Map.entry(
              "uploadDeployFiles",
              form(new FormBody().file("prestage_images", "/home/op/images.lst", "image:1\n"))),
          json("setUpdateOptions", OPTIONS),
          json("setUpdateOptionsOfQueried", OPTIONS),
          json("notify", "{\"events\": [\"platform-upgrade-completed\"]}"),
          yaml("declare", "scope: fleet\n" + ITEMS),
          yaml("declareFleet", ITEMS),
          yaml("declareGroup", ITEMS),
          yaml("declareSubcloud", ITEMS),
          yaml("rollBackFleet", "revision: 0\n"),
          yaml("rollBackGroup", "revision: 0\n"),
          yaml("rollBackSubcloud", "revision: 0\n"),
          yaml("putDriftPolicyFleet", DRIFT_RULES),
          yaml("putDriftPolicyGroup", DRIFT_RULES),
          yaml("putDriftPolicySubcloud", DRIFT_RULES),
          json("orderEnrolmentTokens", "{\"subcloud\": \"%s\"}".formatted(SUBCLOUD)),
          json("confirmSource", "{\"digest\": \"0a1b\"}"),
          json("settleOperation", "{\"outcome\": \"failed\", \"details\": \"looked at the site\"}"),
          Map.entry("registerRelease", form(release("starlingx-26.03.1", "some bytes"))),
          json("orderDeliveries", "{\"subcloud\": \"%s\"}".formatted(SUBCLOUD)),
          json("recover", "{\"epoch\": 1, \"reason\": \"restored from a backup\"}"),
          json("resolveConflicts", "{\"action\": \"force\", \"scope\": \"fleet\"}"),
          json("startAudit", "{\"scope\": \"fleet\"}"));

  private Samples() {}

  /** A release of one file, with its digest. */
  public static FormBody release(String id, String content) {
    try {
      var sha256 =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
      return new FormBody()
          .field("release_id", id)
          .field("sw_version", "26.03.1")
          .field("sha256", sha256)
          .file("file", "/home/op/" + id + ".patch", content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A body.
   *
   * @param type empty if there is no body
   */
  public record Sample(String type, String body) {}

  /** The body of an operation; empty if it takes one and nobody wrote a sample. */
  public static Optional<Sample> of(Operation operation) {
    return operation.hasBody()
        ? Optional.ofNullable(BODIES.get(operation.node().path("operationId").asText()))
        : Optional.of(new Sample("", ""));
  }

  /** The path of an operation, with names of what exists. */
  public static String path(Operation operation) {
    var group = operation.path().contains("groups");
    return operation
        .path()
        .replace("{ref}", group ? GROUP : SUBCLOUD)
        .replace("{subcloud}", SUBCLOUD)
        .replace("{detail}", "detail")
        .replace("{type}", "dns")
        .replace("{name}", "default")
        .replace("{release}", "25.09")
        .replace("{phase}", "install")
        .replaceAll("\\{[^}]+}", "1");
  }

  /**
   * A form that adds a subcloud.
   *
   * @param net 0 to 255; each has a network of its own
   */
  public static Sample subcloud(String name, int net) {
    return form(
        new FormBody()
            .file("bootstrap_values", "/home/op/site.yml", bootstrap(name, net))
            .field("bootstrap-address", "192.0.2.9")
            .field("sysadmin_password", PASSWORD));
  }

  private static String bootstrap(String name, int net) {
    return """
    name: %s
    description: a site
    location: somewhere
    system_mode: simplex
    management_subnet: 10.%d.0.0/24
    management_start_address: 10.%d.0.2
    management_end_address: 10.%d.0.50
    management_gateway_address: 10.%d.0.1
    systemcontroller_gateway_address: 192.168.204.101
    external_oam_subnet: 172.16.0.0/24
    external_oam_gateway_address: 172.16.0.1
    external_oam_floating_address: 172.16.0.12
    """
        .formatted(name, net, net, net, net);
  }

  private static String group(String name) {
    return """
    {"name": "%s", "description": "a group", "update_apply_type": "serial",
     "max_parallel_subclouds": 3}\
    """
        .formatted(name);
  }

  private static Sample form(FormBody body) {
    return new Sample(body.contentType(), body.text());
  }

  private static Map.Entry<String, Sample> json(String operation, String body) {
    return Map.entry(operation, new Sample(JSON, body));
  }

  private static Map.Entry<String, Sample> yaml(String operation, String body) {
    return Map.entry(operation, new Sample("application/yaml", body));
  }
}
