package io.murmuration.central.release.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.release.registry.Examination.Said;
import io.murmuration.central.release.signature.PatchFile;
import io.murmuration.central.release.signature.Signers;
import io.murmuration.central.release.vault.Incoming;
import io.murmuration.central.release.vault.Vault;
import io.murmuration.central.release.vault.VaultException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Copies a release from where the platform's proxy keeps what was uploaded to USM, {@code
 * <vault>/<major version>/<file>} (contract, sync and audit, section 7.4). A copy, because that
 * directory loses a version as soon as USM forgets it.
 */
final class TakeOver {
  private static final Pattern MAJOR = Pattern.compile("(?:^|-)(\\d{1,4}\\.\\d{1,4})(?:\\.|$)");
  private static final Set<String> FIELDS = Set.of("release_id", "sw_version", "files");
  private static final int MOST_FILES = 16;

  private final Path source;
  private final Vault vault;
  private final Signers signers;

  /**
   * What to copy.
   *
   * @param files digests by name, empty where none is given; no file: look for a patch
   */
  private record Order(String id, String version, Map<String, String> files) {}

  TakeOver(Path source, Vault vault, Signers signers) {
    this.source = source;
    this.vault = vault;
    this.signers = signers;
  }

  /**
   * Copies the files that the order names, or else, if signatures are verified, the patch that
   * calls itself by the release's id.
   *
   * @param received gets what was copied
   * @throws RefusedException if the order is not understood or the files are not there
   */
  Said copy(JsonNode body, ReceivedFiles received) {
    var order = read(body);
    var directory = source.resolve(major(order));
    var said = new HashMap<String, String>();
    order
        .files()
        .forEach((name, digest) -> {
          if (!digest.isEmpty()) {
            said.put(name, digest);
          }
        });
    try {
      var names = order.files().isEmpty() ? patch(directory, order) : order.files().keySet();
      for (var name : names) {
        copy(directory.resolve(name), name, received);
      }
    } catch (Incoming.TooLargeException e) {
      throw new RefusedException(new ApiError.TooLarge(String.valueOf(e.getMessage())));
    } catch (VaultException | Incoming.NoRoomException e) {
      throw new RefusedException(new ApiError.Unavailable(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new RefusedException(
          new ApiError.NotFound(
              "USM's vault has no such file that can be read: " + e.getMessage()));
    }
    return new Said(order.id(), order.version().isEmpty() ? null : order.version(), said);
  }

  private static String major(Order order) {
    var given = order.version().isEmpty() ? order.id() : order.version();
    var major = MAJOR.matcher(given);
    if (!major.find()) {
      throw refused(
          List.of(
              new Problem("sw_version", given, "a version as in 26.03.1, to know where to look")));
    }
    return major.group(1);
  }

  private Set<String> patch(Path directory, Order order) throws IOException {
    if (signers.isEmpty()) {
      throw refused(
          List.of(
              new Problem(
                  "files",
                  "none",
                  "names and digests, because release-vault.trusted-certificates names nobody who may sign")));
    }
    try (DirectoryStream<Path> patches = Files.newDirectoryStream(directory, "*.patch")) {
      for (var file : patches) {
        if (PatchFile.read(file, signers) instanceof PatchFile.Read.Signed(var metadata, _)
            && metadata.id().equals(order.id())) {
          return Set.of(file.getFileName().toString());
        }
      }
    }
    throw new RefusedException(
        new ApiError.NotFound(
            "USM's vault has no signed patch of release %s below %s; name its files"
                .formatted(order.id(), directory)));
  }

  /** What was received is closed by whoever gave us the list, or here. */
  private void copy(Path from, String name, ReceivedFiles received)
      throws IOException, VaultException {
    var incoming = vault.receive();
    try {
      Files.copy(from, incoming);
      received.add(name, incoming, incoming.finish());
    } catch (IOException | VaultException | RuntimeException e) {
      incoming.close();
      throw e;
    }
  }

  private static Order read(JsonNode body) {
    var problems = new ArrayList<Problem>();
    if (!body.isObject()) {
      throw refused(List.of(new Problem("body", body.toString(), "a JSON object")));
    }
    for (var name : (Iterable<String>) body::fieldNames) {
      if (!FIELDS.contains(name)) {
        problems.add(new Problem(name, "unknown field", "release_id, sw_version or files"));
      }
    }
    var id = body.path("release_id").asText("");
    ReleaseRules.requireId(id, problems);
    var version = body.path("sw_version").asText("");
    if (!version.isEmpty()) {
      ReleaseRules.requireVersion(version, problems);
    }
    var files = files(body.path("files"), problems);
    if (!problems.isEmpty()) {
      throw refused(problems);
    }
    return new Order(id, version, files);
  }

  private static Map<String, String> files(JsonNode list, List<Problem> problems) {
    var files = new HashMap<String, String>();
    if (list.isMissingNode()) {
      return files;
    }
    if (!list.isArray() || list.isEmpty() || list.size() > MOST_FILES) {
      problems.add(
          new Problem("files", list.toString(), "a list of 1 to " + MOST_FILES + " objects"));
      return files;
    }
    for (var file : list) {
      var name = file.path("name").asText("");
      if (!ReleaseRules.isFileName(name)) {
        problems.add(ReleaseRules.fileName(name));
      } else if (files.put(name, file.path("sha256").asText("")) != null) {
        problems.add(new Problem("files", name + ", twice", "each file once"));
      }
    }
    return files;
  }

  private static RefusedException refused(List<Problem> problems) {
    return new RefusedException(new ApiError.Invalid(problems));
  }
}
