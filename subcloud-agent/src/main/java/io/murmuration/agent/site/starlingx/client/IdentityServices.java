package io.murmuration.agent.site.starlingx.client;

import io.murmuration.agent.site.starlingx.client.TokenCalls.Call;
import io.murmuration.agent.site.starlingx.client.TokenCalls.Words;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.proto.keystone.RestList;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * A site's dcdbsync, which stores rows of Keystone's tables as they are, and its Keystone for what
 * dcdbsync does not offer. No answer's text holds anything of what was sent. Thread-safe; calls
 * block.
 */
public final class IdentityServices implements AutoCloseable {
  private final HttpClient client;
  private final TokenCalls dcdbsync;
  private final TokenCalls keystone;
  private final AtomicLong troubles = new AtomicLong();

  /**
   * @param dcdbsync without path
   */
  public IdentityServices(
      URI dcdbsync,
      Credentials credentials,
      SSLContext tls,
      CallPolicy policy,
      InstantSource clock) {
    this.client = GuardedHttp.client(policy, tls);
    var login = new GuardedHttp("Keystone", client, policy);
    var tokens = new KeystoneTokens(credentials, login, clock);
    this.dcdbsync = new TokenCalls("dcdbsync", dcdbsync, guarded("dcdbsync", policy), tokens);
    this.keystone =
        new TokenCalls("Keystone", credentials.keystone(), guarded("Keystone", policy), tokens);
  }

  private GuardedHttp guarded(String service, CallPolicy policy) {
    return new GuardedHttp(service, client, policy, Row.LONGEST, false);
  }

  public Answer list(RestList list) {
    return (list.isOfKeystone() ? keystone : dcdbsync)
        .call(list.path(), HttpRequest.Builder::GET, Call.READ, Words.HIDDEN);
  }

  /** Makes rows. Not to be repeated blindly: dcdbsync answers 500 to rows that are there. */
  public Answer post(RestList list, Map<String, ?> rows) {
    var path = list.path().endsWith("/") ? list.path() : list.path() + "/";
    return send(dcdbsync, "POST", path, rows);
  }

  /** Replaces the rows of somebody, id included. */
  public Answer put(RestList list, String id, Map<String, ?> rows) {
    return send(dcdbsync, "PUT", list.path() + "/" + Sysinv.segment(id), rows);
  }

  /**
   * Deletes revocations.
   *
   * @param by {@code audits} or {@code users}
   */
  public Answer deleteRevocation(String by, String id) {
    return write(
        dcdbsync,
        RestList.REVOCATIONS.path() + by + "/" + Sysinv.segment(id),
        HttpRequest.Builder::DELETE);
  }

  /**
   * @param path of Keystone's API
   */
  public Answer deleteInKeystone(String path) {
    return write(keystone, path, HttpRequest.Builder::DELETE);
  }

  /** Says that something is so, as a role of somebody on a project. */
  public Answer putInKeystone(String path) {
    return write(keystone, path, request -> request.PUT(BodyPublishers.noBody()));
  }

  public Answer patchInKeystone(String path, Map<String, ?> body) {
    return send(keystone, "PATCH", path, body);
  }

  private Answer send(TokenCalls service, String method, String path, Map<String, ?> json) {
    try {
      var body = CanonicalJson.print(json);
      return write(
          service,
          path,
          request ->
              request
                  .header("Content-Type", "application/json")
                  .method(method, BodyPublishers.ofByteArray(body)));
    } catch (InvalidJsonException e) {
      return new Answer.No("a value cannot be sent: " + e.getMessage());
    }
  }

  private Answer write(TokenCalls service, String path, UnaryOperator<HttpRequest.Builder> method) {
    var answer = service.call(path, method, Call.WRITE, Words.HIDDEN);
    if (answer instanceof Answer.Later) {
      troubles.incrementAndGet();
    }
    return answer;
  }

  /** How many changes were put off because a service failed, or could not be asked. */
  public long troubles() {
    return troubles.get();
  }

  /** Calls that are under way fail. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
