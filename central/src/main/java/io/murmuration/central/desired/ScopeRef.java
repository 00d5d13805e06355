package io.murmuration.central.desired;

/** A scope as a caller names it: groups and subclouds by id (digits only) or by name. */
sealed interface ScopeRef {
  record Fleet() implements ScopeRef {}

  record Group(String ref) implements ScopeRef {}

  record Subcloud(String ref) implements ScopeRef {}
}
