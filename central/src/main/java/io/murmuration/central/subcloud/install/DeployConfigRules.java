package io.murmuration.central.subcloud.install;

import io.murmuration.central.api.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a deploy configuration. It is for the deployment manager at the site, may be several
 * YAML documents, and is not looked into here.
 */
public final class DeployConfigRules {
  /** The form part that carries the file. */
  public static final String PART = "deploy_config";

  private DeployConfigRules() {}

  /**
   * @param fileName as the client sent it
   * @param release that the subcloud gets
   * @param missing options of deploy files without which nothing can be configured, e.g. {@code
   *     deploy_playbook}
   */
  public static List<Problem> check(
      String fileName, byte[] content, String release, List<String> missing) {
    List<Problem> problems = new ArrayList<>();
    if (fileName.isBlank()) {
      problems.add(new Problem(PART, "a file without a name", "a file with its name"));
    }
    if (!isText(content)) {
      problems.add(new Problem(PART, "bytes that are not text", "UTF-8"));
    } else if (content.length == 0) {
      problems.add(new Problem(PART, "an empty file", "deployment-manager YAML"));
    }
    if (!missing.isEmpty()) {
      problems.add(
          new Problem(
              PART,
              "given without " + String.join(" and ", missing) + " of release " + release,
              "deploy files uploaded before (dcmanager subcloud deploy upload)"));
    }
    return problems;
  }

  private static boolean isText(byte[] content) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
