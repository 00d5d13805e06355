package io.murmuration.agent.site.starlingx.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * sysinv's REST v1 at a site. Thread-safe; calls block, no longer than the policy says for each
 * try.
 *
 * <p>400 is a no, 404 missing, everything else that is no success is for later. A token that is
 * refused is renewed once per call.
 */
public final class Sysinv implements AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration FORBIDDEN_RETRY = Duration.ofMinutes(5);
  private static final String CERTIFICATES = "/v1/certificate";

  private final URI base;
  private final HttpClient client;
  private final GuardedHttp http;
  private final KeystoneTokens tokens;

  /**
   * @param base without path
   */
  public Sysinv(
      URI base, Credentials credentials, SSLContext tls, CallPolicy policy, InstantSource clock) {
    this.base = base;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(policy.connect())
            .sslContext(tls)
            .build();
    this.http = new GuardedHttp("sysinv", client, policy);
    this.tokens =
        new KeystoneTokens(credentials, new GuardedHttp("Keystone", client, policy), clock);
  }

  /** Reads a resource, again if it fails in passing. */
  public Answer get(String path) {
    return call(path, HttpRequest.Builder::GET, false);
  }

  /** Changes fields of a row and puts the change into force. */
  public Answer patch(String path, SortedMap<String, String> fields) {
    var operations = new ArrayList<Map<String, String>>();
    fields.forEach((field, value) -> operations.add(replace(field, value)));
    // sysinv takes this one out of the patch and has the change applied on the hosts.
    operations.add(replace("action", "apply"));
    try {
      var body = CanonicalJson.print(operations);
      return call(
          path,
          request ->
              request
                  .header("Content-Type", "application/json")
                  .method("PATCH", BodyPublishers.ofByteArray(body)),
          true);
    } catch (InvalidJsonException e) {
      return new Answer.No("a value cannot be sent: " + e.getMessage());
    }
  }

  private static Map<String, String> replace(String field, String value) {
    return Map.of("op", "replace", "path", "/" + field, "value", value);
  }

  /** All certificates of the site, in field {@code certificates}. */
  public Answer certificates() {
    return get(CERTIFICATES);
  }

  /** Makes the site trust a CA. sysinv drops an older one of the same subject by itself. */
  public Answer installCa(String pem) {
    var form = new Multipart().field("mode", "ssl_ca").file("file", "ca.pem", pem).end();
    var answer =
        call(
            CERTIFICATES + "/certificate_install",
            request -> request.header("Content-Type", Multipart.CONTENT_TYPE).POST(form),
            true);
    // A refusal comes with status 200 and a text.
    return answer instanceof Answer.Done(var body) && !body.text("error").isBlank()
        ? new Answer.No(ErrorText.clean(body.text("error")))
        : answer;
  }

  public Answer deleteCertificate(String uuid) {
    return call(CERTIFICATES + "/" + segment(uuid), HttpRequest.Builder::DELETE, true);
  }

  /** A value as one segment of a path. */
  public static String segment(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }

  private Answer call(String path, UnaryOperator<HttpRequest.Builder> method, boolean changes) {
    boolean renewed = false;
    while (true) {
      switch (tokens.token()) {
        case Token.None(var later) -> {
          return later;
        }
        case Token.Valid token -> {
          var request =
              method
                  .apply(
                      HttpRequest.newBuilder(base.resolve(path))
                          .header("Accept", "application/json")
                          .header("X-Auth-Token", token.value()))
                  .build();
          var reply = changes ? http.write(request) : http.read(request);
          if (!(reply instanceof Reply.Answered answered) || answered.status() != 401) {
            return answer(reply);
          }
          // Not even looked at, so that a change may be sent again.
          tokens.forget(token);
          if (renewed) {
            return new Answer.Later(
                FORBIDDEN_RETRY, "sysinv does not accept Keystone's token", Answer.Fault.AGENT);
          }
          renewed = true;
        }
      }
    }
  }

  private static Answer answer(Reply reply) {
    return switch (reply) {
      case Reply.Unanswered(var later) -> later;
      case Reply.Answered answered ->
          switch (answered.status()) {
            case 200, 201, 202, 204 -> done(answered);
            case 400 -> new Answer.No("sysinv: " + ErrorText.of(answered));
            case 403 ->
                new Answer.Later(
                    FORBIDDEN_RETRY, "sysinv: " + ErrorText.of(answered), Answer.Fault.AGENT);
            case 404 -> new Answer.Missing("sysinv: " + ErrorText.of(answered));
            default -> later("sysinv: " + ErrorText.of(answered));
          };
    };
  }

  private static Answer done(Reply.Answered answered) {
    if (answered.body().isBlank()) {
      return new Answer.Done(Row.EMPTY);
    }
    try {
      return new Answer.Done(Row.parse(answered.body()));
    } catch (InvalidJsonException e) {
      return later("sysinv answers what cannot be read: " + e.getMessage());
    }
  }

  private static Answer.Later later(String why) {
    return new Answer.Later(RETRY, why, Answer.Fault.SITE);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
