package io.murmuration.central.platform;

import io.murmuration.central.certificate.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contents of the system controller's CAs: PEM files, or directories of them. Read anew at each
 * call, since they are small and change when a CA is installed. Thread-safe.
 */
public final class CaFiles {
  private static final Logger LOG = LoggerFactory.getLogger(CaFiles.class);
  private static final int LONGEST_SIGNATURE = 255;

  private final List<Path> places;

  public CaFiles(List<Path> places) {
    this.places = List.copyOf(places);
  }

  /** PEM of each certificate by its serial number, as sysinv's signatures end. */
  Map<String, String> bySerial() {
    var found = new HashMap<String, String>();
    for (var file : files()) {
      try {
        for (var certificate : Pem.certificates(Files.readString(file))) {
          found.put(certificate.getSerialNumber().toString(), Pem.of(certificate));
        }
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn("platform source: {} is no file of certificates: {}", file, e.getMessage());
      }
    }
    return found;
  }

  /** As sysinv names a CA, cut off as sysinv does. */
  static String signature(String mode, String serial) {
    var signature = mode + "_" + serial;
    return signature.substring(0, Math.min(signature.length(), LONGEST_SIGNATURE));
  }

  private List<Path> files() {
    var files = new ArrayList<Path>();
    for (var place : places) {
      if (!Files.isDirectory(place)) {
        files.add(place);
        continue;
      }
      try (var inside = Files.list(place)) {
        inside.filter(Files::isRegularFile).sorted().forEach(files::add);
      } catch (IOException e) {
        LOG.warn("platform source: {} cannot be read: {}", place, e.getMessage());
      }
    }
    return files;
  }
}
