package io.murmuration.it.bench;

import picocli.CommandLine.Option;

/** How large the fleet is. */
final class SizeOption {
  @Option(
      names = "--subclouds",
      paramLabel = "N",
      description = "Subclouds, each with its own agent and connection (${DEFAULT-VALUE}).")
  int subclouds = 2000;
}
