package io.murmuration.agent.site.starlingx;

import java.util.ArrayList;
import java.util.List;

/** sysinv's spelling of a list of servers: separated by commas, {@code NC} for none. Stateless. */
final class ServerList {
  static final String NONE = "NC";

  private ServerList() {}

  static List<String> parse(String text) {
    var servers = new ArrayList<String>();
    for (var part : text.split(",")) {
      var server = part.strip();
      if (!server.isEmpty() && !server.equals(NONE)) {
        servers.add(server);
      }
    }
    return List.copyOf(servers);
  }

  static String print(List<String> servers) {
    return servers.isEmpty() ? NONE : String.join(",", servers);
  }
}
