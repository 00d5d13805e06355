package io.murmuration.central.drift;

/** Whose policy is meant; groups and subclouds by id (digits only) or by name. */
sealed interface PolicyScope {
  record Fleet() implements PolicyScope {}

  record Group(String ref) implements PolicyScope {}

  record Subcloud(String ref) implements PolicyScope {}
}
