package io.murmuration.agent.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which hub to dial next. In rounds: where a hub sent us, then the hub that was good last, then all
 * that are known, each once, from a place of our own in the list, so that the agents of a hub that
 * died spread over the others. A hub that was left comes last. Addresses are host:port. Confined.
 */
final class HubAddresses {
  /** Where a hub may send us at once. */
  private static final int MOST_SENT = 16;

  private static final Pattern ADDRESS =
      Pattern.compile("([\\w.-]{1,253}|\\[[\\w:.]{2,45}]):([1-9]\\d{0,4})");
  private static final int HIGHEST_PORT = 65_535;

  private final List<String> known;
  private final boolean knownOnly;
  private final Deque<String> round = new ArrayDeque<>();
  private int at;
  private @Nullable String good;
  private @Nullable String left;

  /**
   * @param known at least one
   * @param knownOnly a hub's word does not add to them: an operator chose them
   * @param start where to begin, so that agents spread over the hubs
   * @param good the hub that welcomed us last, if that is known
   */
  HubAddresses(List<String> known, boolean knownOnly, int start, Optional<String> good) {
    if (known.isEmpty()) {
      throw new IllegalArgumentException("no hub address (expected: one or more host:port)");
    }
    this.known = List.copyOf(known);
    this.knownOnly = knownOnly;
    this.at = Math.floorMod(start, known.size());
    this.good = good.filter(this::isUsable).orElse(null);
  }

  String next() {
    if (round.isEmpty()) {
      begin(List.of());
    }
    return round.remove();
  }

  /** It welcomed us. The next dial begins with it, unless it is left. */
  void good(String address) {
    good = address;
    left = null;
    round.clear();
  }

  /** Does not answer any more, or does not want us: tried after all the others, once. */
  void leave(String address) {
    left = address;
    round.clear();
  }

  /**
   * A hub said to come back there. What is no address is passed over, and so is one that an
   * operator did not choose where one chose. Nothing else is asked of it: whoever answers there
   * must prove to be our hub.
   */
  void prefer(List<String> addresses) {
    var usable =
        addresses.stream().filter(isAddress().and(this::isUsable)).limit(MOST_SENT).toList();
    round.clear();
    if (!usable.isEmpty()) {
      begin(usable);
    }
  }

  private void begin(List<String> first) {
    Set<String> order = new LinkedHashSet<>(first);
    if (good != null) {
      order.add(good);
    }
    var all = new ArrayList<>(known);
    Collections.rotate(all, -at);
    order.addAll(all);
    at = (at + 1) % known.size();
    if (left != null && order.remove(left)) {
      order.add(left);
    }
    left = null;
    round.addAll(order);
  }

  private boolean isUsable(String address) {
    return !knownOnly || known.contains(address);
  }

  private static Predicate<String> isAddress() {
    return text -> {
      var parts = ADDRESS.matcher(text);
      return parts.matches() && Integer.parseInt(parts.group(2)) <= HIGHEST_PORT;
    };
  }
}
