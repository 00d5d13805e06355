package io.murmuration.central.external.controller;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * @param usm without path; empty: releases are not compared
 * @param sysinv without path; empty: neither Kubernetes nor firmware is compared
 * @param poll how often they are asked
 * @param timeout for one answer, its body included
 */
public record ControllerSettings(
    Optional<URI> usm, Optional<URI> sysinv, Duration poll, Duration timeout) {
  /** Whether there is anything to ask. */
  public boolean isAsked() {
    return usm.isPresent() || sysinv.isPresent();
  }
}
