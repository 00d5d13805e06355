package io.murmuration.it.flow;

import java.util.List;

/**
 * A request that must be refused.
 *
 * @param what is wrong with it
 * @param type of the body; empty for none
 * @param mentions all of them must stand in the detail: field, value and expectation
 */
record WrongRequest(
    String what,
    String method,
    String path,
    String type,
    String body,
    int status,
    List<String> mentions) {
  private static final String BOUNDARY = "wrong-part";

  WrongRequest {
    mentions = List.copyOf(mentions);
  }

  static WrongRequest bare(String what, String method, String path, int status, String... says) {
    return new WrongRequest(what, method, path, "", "", status, List.of(says));
  }

  static WrongRequest json(
      String what, String method, String path, String body, int status, String... says) {
    return new WrongRequest(what, method, path, "application/json", body, status, List.of(says));
  }

  static WrongRequest yaml(String what, String path, String body, int status, String... says) {
    return new WrongRequest(what, "POST", path, "application/yaml", body, status, List.of(says));
  }

  /**
   * @param parts name, value, name, value …; a name that ends with {@code @} is a file
   */
  static WrongRequest form(
      String what, String method, String path, List<String> parts, int status, String... says) {
    var body = new StringBuilder();
    for (int i = 0; i < parts.size(); i += 2) {
      var name = parts.get(i);
      boolean file = name.endsWith("@");
      body.append("--").append(BOUNDARY).append("\r\nContent-Disposition: form-data; name=\"");
      body.append(file ? name.substring(0, name.length() - 1) : name).append('"');
      body.append(file ? "; filename=\"file.yml\"" : "").append("\r\n\r\n");
      body.append(parts.get(i + 1)).append("\r\n");
    }
    body.append("--").append(BOUNDARY).append("--\r\n");
    return new WrongRequest(
        what,
        method,
        path,
        "multipart/form-data; boundary=" + BOUNDARY,
        body.toString(),
        status,
        List.of(says));
  }

  @Override
  public String toString() {
    return method + " " + (path.length() > 60 ? path.substring(0, 60) + "…" : path) + ": " + what;
  }
}
