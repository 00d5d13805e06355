package io.murmuration.central.desired;

import java.util.List;
import java.util.Optional;

/**
 * A document that passed all checks.
 *
 * @param target the scope that the document names, or empty if the path does
 */
record Declaration(Optional<ScopeRef> target, List<DeclaredItem> items) {
  Declaration {
    items = List.copyOf(items);
  }
}
