package io.murmuration.central.deployfile;

import io.murmuration.central.api.Problem;
import io.murmuration.central.api.StorableText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Unpacks a playbook that came with its roles. Whoever sent it is not trusted: no entry may lie
 * outside the archive's own directory, and it may neither have more entries nor unpack to more
 * bytes than the limits, whatever its headers claim. Links are not followed: they are kept as the
 * text they are stored as. Pure.
 */
final class PlaybookArchive {
  private static final int LONGEST_PATH = 1_024;
  private static final int CHUNK = 8_192;

  // The record at the end of an archive (PKWARE's APPNOTE, end of central directory record).
  private static final int END_OF_DIRECTORY = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int END_ENTRIES = 10;

  private final String field;
  private final DeployFileLimits limits;
  private final List<Problem> problems;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private int left;

  private PlaybookArchive(String field, DeployFileLimits limits, List<Problem> problems) {
    this.field = field;
    this.limits = limits;
    this.problems = problems;
    this.left = limits.mostBytes();
  }

  /**
   * Empty if there were mistakes.
   *
   * @param field what mistakes are told of
   * @param playbook the name of the entry that must lie at the top
   * @param problems gets the mistakes
   */
  static Optional<List<DeployFile.Entry>> unpack(
      String field, byte[] zip, String playbook, DeployFileLimits limits, List<Problem> problems) {
    int before = problems.size();
    var archive = new PlaybookArchive(field, limits, problems);
    if (archive.read(zip)) {
      archive.check(playbook);
    }
    if (problems.size() > before) {
      return Optional.empty();
    }
    List<DeployFile.Entry> entries = new ArrayList<>();
    archive.files.forEach((path, content) -> entries.add(new DeployFile.Entry(path, content)));
    return Optional.of(entries);
  }

  /** False if it makes no sense to go on. */
  private boolean read(byte[] bytes) {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      int entries = 0;
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries++;
        if (entries > limits.mostEntries()) {
          return refuse("more than that", "at most %d entries".formatted(limits.mostEntries()));
        }
        if (!take(entry, zip)) {
          return false;
        }
      }
      return entries == announced(bytes)
          || refuse("an incomplete archive", "as many entries as its directory has");
    } catch (IOException | IllegalArgumentException e) {
      // the latter for names that are not UTF-8
      return refuse(String.valueOf(e.getMessage()), "a readable zip archive");
    }
  }

  /** Entries that the directory at the end counts; -1 if there is none, so the rest is missing. */
  private static int announced(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = bytes.length - END_LENGTH; at >= 0; at--) {
      if (buffer.getInt(at) == END_OF_DIRECTORY) {
        return Short.toUnsignedInt(buffer.getShort(at + END_ENTRIES));
      }
    }
    return -1;
  }

  private boolean take(ZipEntry entry, InputStream zip) throws IOException {
    var path = entry.getName();
    var content = new ByteArrayOutputStream();
    var chunk = new byte[CHUNK];
    for (int read = zip.read(chunk); read >= 0; read = zip.read(chunk)) {
      left -= read;
      if (left < 0) {
        return refuse("more than that", "at most %d bytes, unpacked".formatted(limits.mostBytes()));
      }
      content.write(chunk, 0, read);
    }
    if (!staysInside(path)) {
      refuse(path, "relative paths without . and .. and backslashes");
    } else if (!entry.isDirectory() && files.put(path, content.toByteArray()) != null) {
      refuse(path, "each path once");
    }
    return true;
  }

  private void check(String playbook) {
    if (!files.containsKey(playbook)) {
      refuse("no entry " + playbook, "the playbook at the top of the archive");
    }
    for (var path : files.keySet()) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        if (files.containsKey(path.substring(0, slash))) {
          refuse(path.substring(0, slash), "a file or a directory, not both");
        }
      }
    }
  }

  private boolean refuse(String given, String expected) {
    problems.add(new Problem(field, given, expected));
    return false;
  }

  private static boolean staysInside(String path) {
    var relative = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return StorableText.fits(relative, LONGEST_PATH)
        && relative.chars().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))
        && Arrays.stream(relative.split("/", -1))
            .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
  }
}
