package io.murmuration.central.api;

/** A part of the hub that offers resources. */
@FunctionalInterface
public interface Feature {
  void mount(ApiRouter router);
}
