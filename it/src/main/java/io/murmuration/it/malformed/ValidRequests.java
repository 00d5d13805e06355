package io.murmuration.it.malformed;

import java.util.List;

/** What is made wrong: requests that a hub with {@code edge-00001} and {@code north} would obey. */
final class ValidRequests {
  static final String GROUP =
      """
      {"name": "%s", "description": "a group", "update_apply_type": "serial",
       "max_parallel_subclouds": 3}\
      """;
  static final String BOOTSTRAP =
      """
      name: edge-malformed
      description: a site
      location: somewhere
      system_mode: simplex
      management_subnet: 10.200.0.0/24
      management_start_address: 10.200.0.2
      management_end_address: 10.200.0.50
      management_gateway_address: 10.200.0.1
      systemcontroller_gateway_address: 192.168.204.101
      external_oam_subnet: 172.16.0.0/24
      external_oam_gateway_address: 172.16.0.1
      external_oam_floating_address: 172.16.0.12
      """;
  static final String ITEMS =
      """
      items:
        - type: dns
          value: {nameservers: [192.0.2.53]}
        - type: remote-logging
          value: {enabled: true, ip_address: 192.0.2.20, port: 514, transport: tcp}
      """;
  private static final String SUBCLOUDS = "/v1.0/subclouds";
  private static final String GROUPS = "/v1.0/subcloud-groups";
  private static final String FLEET = "/v1.0/desired/fleet";

  private ValidRequests() {}

  static List<RawRequest> all() {
    return List.of(
        RawRequest.form(
            "POST",
            SUBCLOUDS,
            "bootstrap_values@",
            BOOTSTRAP,
            "bootstrap-address",
            "192.0.2.9",
            "sysadmin_password",
            "dGVzdHBhc3M=",
            "group_id",
            "1"),
        RawRequest.form("PATCH", SUBCLOUDS + "/edge-00001", "description", "a new text"),
        RawRequest.bare("GET", SUBCLOUDS + "/edge-00001"),
        RawRequest.bare("DELETE", SUBCLOUDS + "/edge-00002"),
        RawRequest.json("POST", GROUPS, GROUP.formatted("south")),
        RawRequest.json("PATCH", GROUPS + "/north", "{\"description\": \"a new text\"}"),
        RawRequest.bare("DELETE", GROUPS + "/north"),
        RawRequest.yaml("POST", FLEET, ITEMS),
        RawRequest.yaml("POST", "/v1.0/desired/groups/north", ITEMS),
        RawRequest.yaml("POST", "/v1.0/desired/subclouds/edge-00001", ITEMS),
        RawRequest.yaml("POST", FLEET + "/rollback", "revision: 0\n"),
        RawRequest.bare("DELETE", FLEET + "/items/dns/default"),
        RawRequest.json("POST", "/v1.0/enrolment-tokens", "{\"subcloud\": \"edge-00001\"}"),
        RawRequest.json("POST", "/v1.0/audits", "{\"scope\": \"fleet\", \"kind\": \"platform\"}"));
  }
}
