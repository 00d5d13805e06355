package io.murmuration.agent.release;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Arguments of {@code release.load}: {@code {"files":[{"name","sha256","size"}],"release_id"}}.
 *
 * @param files at least one
 */
record LoadArguments(String releaseId, List<Artefact> files) {
  LoadArguments {
    files = List.copyOf(files);
  }

  /** Arguments, or every mistake in them. */
  sealed interface Read {
    record Valid(LoadArguments arguments) implements Read {}

    record Invalid(String why) implements Read {}
  }

  long size() {
    return files.stream().mapToLong(Artefact::size).sum();
  }

  static Read read(Payload payload) {
    var problems = new ArrayList<String>();
    try {
      var json = CanonicalJson.parse(payload.bytes());
      if (!(json instanceof Map<?, ?> fields)) {
        return new Read.Invalid("arguments: no object (expected: release_id and files)");
      }
      var id = fields.get("release_id") instanceof String text ? text : "";
      if (!Artefact.isName(id)) {
        problems.add("release_id: " + id + " (expected: letters, digits, . _ + -)");
      }
      var files = new ArrayList<Artefact>();
      for (var file : fields.get("files") instanceof List<?> list ? list : List.of()) {
        artefact(file instanceof Map<?, ?> map ? map : Map.of(), files, problems);
      }
      if (files.isEmpty()) {
        problems.add("files: none (expected: at least one)");
      }
      return problems.isEmpty()
          ? new Read.Valid(new LoadArguments(id, files))
          : new Read.Invalid(String.join("; ", problems));
    } catch (InvalidJsonException e) {
      return new Read.Invalid("arguments: " + e.getMessage() + " (expected: JSON)");
    }
  }

  private static void artefact(Map<?, ?> file, List<Artefact> files, List<String> problems) {
    var name = file.get("name") instanceof String text ? text : "";
    var sha256 = file.get("sha256") instanceof String text ? text : "";
    long size = file.get("size") instanceof Long number ? number : 0;
    if (!Artefact.isName(name) || !Artefact.isDigest(sha256) || size <= 0) {
      problems.add(
          "files: %s, %s, %d (expected: a name, 64 hexadecimal digits, bytes)"
              .formatted(name, sha256, size));
    } else {
      files.add(new Artefact(name, sha256, size));
    }
  }
}
