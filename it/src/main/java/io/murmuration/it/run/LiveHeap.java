package io.murmuration.it.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Bytes of live objects in another JVM, counted after a full collection. */
public final class LiveHeap {
  private LiveHeap() {}

  /** The class histogram of live objects makes the JVM collect everything first. */
  public static long bytes(long pid) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      var process =
          new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return out.lines()
          .filter(line -> line.startsWith("Total"))
          .findFirst()
          .map(line -> Long.parseLong(line.trim().split("\\s+", -1)[2]))
          .orElseThrow(() -> new IllegalStateException("jcmd said: " + out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
