package io.murmuration.agent.farm;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One line of a tokens file: {@code {"subcloud":"name","token":"…"}}. */
public record Token(String subcloud, String token) {

  /**
   * @throws InvalidTokensException naming the line that cannot be used
   */
  public static List<Token> read(Path file) throws IOException, InvalidTokensException {
    var tokens = new ArrayList<Token>();
    int number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        var json = CanonicalJson.parseObject(line.getBytes(StandardCharsets.UTF_8));
        if (json.get("subcloud") instanceof String subcloud
            && json.get("token") instanceof String token) {
          tokens.add(new Token(subcloud, token));
          continue;
        }
        throw new InvalidTokensException(
            file, number, "\"subcloud\" or \"token\" is missing or no text");
      } catch (InvalidJsonException e) {
        throw new InvalidTokensException(file, number, String.valueOf(e.getMessage()));
      }
    }
    return tokens;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "token of " + subcloud;
  }

  /** A line of a tokens file cannot be used. */
  public static final class InvalidTokensException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidTokensException(Path file, int line, String what) {
      super(
          file
              + ", line "
              + line
              + ": "
              + what
              + " (expected: {\"subcloud\":\"name\",\"token\":\"…\"})");
    }
  }
}
