package io.murmuration.agent.host;

import java.util.SortedMap;
import java.util.TreeMap;

/** The ports at which a subcloud's services listen for the centre (contract, ports; all TLS). */
final class AdminPorts {
  private static final int KEYSTONE = 5001;
  private static final int SYSINV = 6386;
  private static final int USM = 5498;
  private static final int FM = 18003;
  private static final int DCDBSYNC = 8220;

  private AdminPorts() {}

  /**
   * Settings {@code starlingx.*} by key without that prefix.
   *
   * @param address the site's management address (IPv4, IPv6) or a name
   */
  static SortedMap<String, String> of(String address) {
    var host = address.contains(":") ? "[" + address + "]" : address;
    var settings = new TreeMap<String, String>();
    settings.put("keystone.url", "https://" + host + ":" + KEYSTONE);
    settings.put("sysinv.url", "https://" + host + ":" + SYSINV);
    settings.put("usm.url", "https://" + host + ":" + USM);
    settings.put("fm.url", "https://" + host + ":" + FM);
    settings.put("dcdbsync.url", "https://" + host + ":" + DCDBSYNC);
    settings.put("admin.endpoint", host + ":" + SYSINV);
    return settings;
  }
}
