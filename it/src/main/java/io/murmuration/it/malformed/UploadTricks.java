package io.murmuration.it.malformed;

import static io.murmuration.it.malformed.Mutation.inserted;
import static io.murmuration.it.malformed.Mutation.one;
import static io.murmuration.it.malformed.Mutation.word;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Wrong uploads of deploy files. */
final class UploadTricks {
  private static final String PLAYBOOK = "deploy_playbook.yml";
  private static final String FILE_NAME = "; filename=\"/home/op/" + PLAYBOOK + "\"";
  private static final String CONTENT = "- hosts: all\n";
  private static final int MORE_THAN_MAY_BE = (16 << 20) + 1;

  private UploadTricks() {}

  static List<Mutation> all() {
    return List.of(
        Mutation.of(
            "half of what belongs together",
            UploadTricks::isUpload,
            (r, chance) ->
                r.withBody(
                    r.bodyText()
                        .replace(
                            "name=\"" + one(List.of("deploy_playbook", "deploy_chart"), chance),
                            "name=\"deploy_overrides"))),
        Mutation.of(
            "a field instead of a file",
            UploadTricks::isUpload,
            (r, _) -> r.withBody(r.bodyText().replace(FILE_NAME, ""))),
        Mutation.of(
            "a file name that is none",
            UploadTricks::isUpload,
            (r, chance) ->
                r.withBody(
                    r.bodyText()
                        .replace(
                            FILE_NAME,
                            "; filename=\""
                                + one(
                                    List.of(
                                        "",
                                        "/",
                                        "/home/op/..",
                                        "a\u0001b",
                                        "c:\\",
                                        "x".repeat(256),
                                        " "),
                                    chance)
                                + "\""))),
        Mutation.of(
            "an archive that is none",
            UploadTricks::isUpload,
            (r, chance) -> archive(r, word(chance).getBytes(StandardCharsets.UTF_8))),
        Mutation.of(
            "an archive that is cut off",
            UploadTricks::isUpload,
            (r, chance) -> {
              var whole = zip(PLAYBOOK, CONTENT.length(), "roles/base/tasks/main.yml");
              return archive(r, Arrays.copyOf(whole, chance.nextInt(whole.length)));
            }),
        Mutation.of(
            "an archive that leaves its directory",
            UploadTricks::isUpload,
            (r, chance) ->
                archive(
                    r,
                    zip(
                        PLAYBOOK,
                        1,
                        one(
                            List.of(
                                "../" + word(chance),
                                "/etc/" + word(chance),
                                "roles/../../x",
                                "roles\\x",
                                "c:x",
                                "roles//x",
                                "roles/./x"),
                            chance)))),
        Mutation.of(
            "an archive without its playbook",
            UploadTricks::isUpload,
            (r, chance) -> archive(r, zip("roles/" + word(chance), 1, "x"))),
        Mutation.of(
            "a file that is a directory",
            UploadTricks::isUpload,
            (r, chance) -> archive(r, zip(PLAYBOOK, 1, PLAYBOOK + "/" + word(chance)))),
        Mutation.of(
            "a bomb of an archive",
            UploadTricks::isUpload,
            (r, chance) -> archive(r, zip(PLAYBOOK, MORE_THAN_MAY_BE, word(chance)))));
  }

  private static boolean isUpload(RawRequest request) {
    return request.target().equals(ValidRequests.DEPLOY_FILES);
  }

  /** The playbook comes as an archive, told by its type. */
  private static RawRequest archive(RawRequest valid, byte[] zip) {
    var text =
        valid
            .bodyText()
            .replace(FILE_NAME, FILE_NAME + "\r\nContent-Type: application/zip")
            .replace(CONTENT, "");
    int content = text.indexOf("\r\n\r\n", text.indexOf("application/zip")) + "\r\n\r\n".length();
    return valid.withBody(inserted(text.getBytes(StandardCharsets.UTF_8), content, zip));
  }

  /** Two entries: one of that many zeros, one that is empty. */
  private static byte[] zip(String first, int size, String second) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(first));
      zip.write(new byte[size]);
      zip.putNextEntry(new ZipEntry(second));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
