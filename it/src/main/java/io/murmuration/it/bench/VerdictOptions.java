package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Limits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of the figures. */
final class VerdictOptions {
  @Option(names = "--plot", paramLabel = "FILE", description = "Where to draw them, as SVG.")
  @Nullable Path plot;

  @Option(
      names = "--no-limits",
      description = "Exit code 0 even if a limit is missed: to just look.")
  boolean noLimits;

  Limits limits() {
    return new Limits(!noLimits);
  }
}
