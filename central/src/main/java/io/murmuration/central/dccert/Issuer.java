package io.murmuration.central.dccert;

import java.util.List;
import java.util.Optional;

/** Where intermediate CAs come from. Calls block. */
interface Issuer {
  /** The roots as they are now; empty if that was not found out, and the log says why. */
  Optional<RootChange.Roots> roots();

  /** Issues what can be issued now; what is not in the answer is ordered again later. */
  List<Issued> issue(List<Order> orders, RootChange change);
}
