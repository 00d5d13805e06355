package io.murmuration.agent.session;

import java.util.List;

/**
 * Where the hubs are.
 *
 * @param addresses host:port of each that is known
 * @param chosen an operator chose them: a hub's word does not add to them
 * @param last which of them was good
 */
public record Hubs(List<String> addresses, boolean chosen, LastHub last) {
  public Hubs {
    addresses = List.copyOf(addresses);
  }
}
