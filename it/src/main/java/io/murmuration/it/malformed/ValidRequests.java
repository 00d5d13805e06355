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
  static final String INSTALL =
      """
      bootstrap_interface: ens1f0
      bootstrap_address: 172.16.0.5
      bootstrap_address_prefix: 24
      install_type: 2
      persistent_size: 40000
      nexthop_gateway: 172.16.0.1
      bmc_address: 172.16.0.9
      bmc_username: installer
      """;
  static final String OPTIONS =
      """
      {"storage-apply-type": "parallel", "worker-apply-type": "serial", "max-parallel-workers": 4,
       "alarm-restriction-type": "relaxed", "default-instance-action": "migrate"}\
      """;
  static final String SUBCLOUDS = "/v1.0/subclouds";
  static final String PHASED = "/v1.0/phased-subcloud-deploy";
  static final String DEPLOY_FILES = "/v1.0/subcloud-deploy";
  static final String UPDATE_OPTIONS = "/v1.0/sw-update-options";
  static final String NOTIFICATIONS = "/v1.0/notifications";
  static final String AUDIT_TRAIL = "/v1.0/audit-trail";
  static final String DIFF = "/v1.0/desired/fleet/diff";
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
        RawRequest.form(
            "POST",
            PHASED,
            "bootstrap_values@",
            BOOTSTRAP,
            "install_values@",
            INSTALL,
            "bmc_password",
            "dGVzdHBhc3M=",
            "bootstrap-address",
            "192.0.2.9",
            "group_id",
            "1"),
        RawRequest.form("PATCH", SUBCLOUDS + "/edge-00001", "description", "a new text"),
        RawRequest.form(
            "PATCH",
            SUBCLOUDS + "/edge-00001",
            "install_values@",
            INSTALL,
            "bmc_password",
            "dGVzdHBhc3M="),
        RawRequest.form(
            "POST",
            DEPLOY_FILES,
            "deploy_playbook@",
            "- hosts: all\n",
            "deploy_chart@",
            "a chart",
            "release",
            "25.09"),
        RawRequest.bare("DELETE", DEPLOY_FILES + "/25.09"),
        RawRequest.bare("GET", SUBCLOUDS),
        RawRequest.bare("GET", AUDIT_TRAIL),
        RawRequest.bare("GET", DIFF),
        RawRequest.json("POST", UPDATE_OPTIONS + "/edge-00001", OPTIONS),
        RawRequest.json("POST", NOTIFICATIONS, "{\"events\": [\"platform-upgrade-completed\"]}"),
        RawRequest.json(
            "PATCH",
            SUBCLOUDS + "/edge-00001/update_status",
            "{\"endpoint\": \"dc-cert\", \"status\": \"out-of-sync\"}"),
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
