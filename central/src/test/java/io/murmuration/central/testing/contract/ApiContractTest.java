package io.murmuration.central.testing.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiContractTest {
  private static final String GROUP =
      """
      {"id": 7, "name": "north", "description": "x", "update_apply_type": "serial",
       "max_parallel_subclouds": 2, "created-at": "2026-04-09 07:15:22", "updated-at": null%s}
      """;
  private static final String PAGE =
      """
      <html>
       <head><title>404 Not Found</title></head>
       <body>
        <h1>404 Not Found</h1>
        Nothing is stored under this address.<br /><br />
      Group not found

       </body>
      </html>
      """;

  private static AbstractThrowableAssert<?, ?> refused(
      String method, String path, int status, String type, String body) {
    return assertThatThrownBy(
            () -> ApiContract.check(new Seen(method, path, "", status, type, body)))
        .isInstanceOf(AssertionError.class);
  }

  private static void accepted(String method, String path, int status, String type, String body) {
    assertThatCode(() -> ApiContract.check(new Seen(method, path, "", status, type, body)))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsDocumentedPassesWithAndWithoutASlash() {
    var group = GROUP.formatted("");
    accepted("GET", "/v1.0/subcloud-groups/7", 200, "application/json", group);
    accepted("GET", "/v1.0/subcloud-groups/7/", 200, "application/json", group);
    accepted("DELETE", "/v1.0/subcloud-groups/7", 200, "application/json", "null");
    accepted("GET", "/v1.0/subcloud-groups/7", 404, "text/html; charset=UTF-8", PAGE);
    accepted("GET", "/v1.0/nothing", 404, "text/html; charset=UTF-8", PAGE);
  }

  @Test
  void anUnknownKeyAMissingKeyAndAWrongTypeFail() {
    var path = "/v1.0/subcloud-groups/7";
    refused("GET", path, 200, "application/json", GROUP.formatted(", \"colour\": \"red\""))
        .hasMessageContaining("colour");
    refused("GET", path, 200, "application/json", GROUP.formatted("").replace("\"id\": 7,", ""))
        .hasMessageContaining("'id'");
    refused("GET", path, 200, "application/json", GROUP.formatted("").replace(" 2,", " \"2\","))
        .hasMessageContaining("max_parallel_subclouds");
    refused("GET", path, 200, "application/json", GROUP.formatted("").replace("-09 07", "-09T07"))
        .hasMessageContaining("created-at");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 301, 418, 500})
  void aStatusThatIsNotDocumentedFails(int status) {
    refused("GET", "/v1.0/subcloud-groups/7", status, "application/json", GROUP.formatted(""))
        .hasMessageContaining("status " + status);
  }

  @Test
  void anOperationThatIsNotDocumentedMayOnlyBeMissing() {
    refused("GET", "/v1.0/nothing", 200, "application/json", "null")
        .hasMessageContaining("does not have");
    refused("PUT", "/v1.0/subcloud-groups", 200, "application/json", "null");
    refused("GET", "/v1.0/subcloud-groups", 405, "text/html; charset=UTF-8", PAGE)
        .hasMessageContaining("another status than 405");
  }

  @Test
  void anErrorPageThatTheCommandLineCannotReadFails() {
    var path = "/v1.0/subcloud-groups/7";
    refused("GET", path, 404, "text/html", PAGE.replace("<h1>404 Not Found</h1>\n", ""));
    refused("GET", path, 403, "text/html", PAGE).hasMessageContaining("another status");
    refused("GET", path, 404, "image/png", PAGE).hasMessageContaining("content type");
    refused("GET", path, 404, "text/html", "");
  }
}
