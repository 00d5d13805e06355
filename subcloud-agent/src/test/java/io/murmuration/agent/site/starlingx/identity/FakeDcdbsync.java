package io.murmuration.agent.site.starlingx.identity;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.schema.testing.KeystoneDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * dcdbsync and Keystone's API over HTTP, on one port, doing to the tables of a real Keystone schema
 * what the contract says that they do: dcdbsync's defects included. Thread-safe.
 */
final class FakeDcdbsync implements ResponseDefinitionTransformerV2, AutoCloseable {
  private static final String TOKEN = "token";

  private final WireMockServer server =
      new WireMockServer(wireMockConfig().dynamicPort().extensions(this));
  private final KeystoneDatabase database;
  private final List<String> written = new CopyOnWriteArrayList<>();
  private boolean hasOptions = true;
  private int writesLeft = Integer.MAX_VALUE;

  FakeDcdbsync(KeystoneDatabase database) {
    this.database = database;
    server.start();
    server.stubFor(
        any(anyUrl()).atPriority(10).willReturn(aResponse().withTransformers(getName())));
  }

  WireMockServer server() {
    return server;
  }

  URI url() {
    return URI.create("http://localhost:" + server.port());
  }

  /** Method and path of each request that changed something, or tried to. */
  List<String> written() {
    return written;
  }

  /** As an older release: answers say nothing of options. */
  synchronized void withoutOptions() {
    hasOptions = false;
  }

  /** So many writes come to pass, the answer to the last one is lost, and nobody answers then. */
  synchronized void cutAfter(int writes) {
    writesLeft = writes;
  }

  synchronized boolean isCut() {
    return writesLeft <= 0;
  }

  @Override
  public synchronized ResponseDefinition transform(ServeEvent event) {
    var request = event.getRequest();
    boolean login = request.getUrl().equals("/v3/auth/tokens");
    boolean write = !login && !request.getMethod().equals(RequestMethod.GET);
    if (isCut()) {
      return aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER).build();
    }
    if (login) {
      return aResponse()
          .withStatus(201)
          .withHeader("X-Subject-Token", TOKEN)
          .withBody("{}")
          .build();
    }
    if (!TOKEN.equals(request.getHeader("X-Auth-Token"))) {
      return aResponse().withStatus(401).build();
    }
    var answer = answer(request, write);
    if (write && --writesLeft == 0) {
      return aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER).build();
    }
    return answer;
  }

  private ResponseDefinition answer(Request request, boolean write) {
    var path = URI.create(request.getUrl()).getPath();
    if (write) {
      written.add(request.getMethod().getName() + " " + path);
    }
    try (var connection = database.connect()) {
      connection.setAutoCommit(false);
      var rows = new FakeRows(connection);
      var segments = List.of(path.substring(1).split("/"));
      var body = request.getBody().length == 0 ? Map.<String, @Nullable Object>of() : body(request);
      var method = request.getMethod().getName();
      var answer =
          segments.getFirst().equals("v3")
              ? new FakeKeystoneApi(rows).answer(method, segments, body)
              : new FakeDcdbsyncTables(rows, hasOptions).answer(method, segments, body);
      connection.commit();
      return aResponse()
          .withStatus(answer.status())
          .withHeader("Content-Type", "application/json")
          .withBody(json(answer.body()))
          .build();
    } catch (SQLException _) {
      return aResponse()
          .withStatus(500)
          .withBody("Unable to, with what was sent: " + new String(request.getBody(), UTF_8))
          .build();
    } catch (InvalidJsonException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, @Nullable Object> body(Request request) throws InvalidJsonException {
    return CanonicalJson.parseObject(request.getBody());
  }

  private static byte[] json(@Nullable Object body) throws InvalidJsonException {
    return body == null ? new byte[0] : CanonicalJson.print(body);
  }

  /**
   * @param body null: none
   */
  record Reply(int status, @Nullable Object body) {
    static final Reply GONE = new Reply(404, null);
    static final Reply NOTHING = new Reply(204, null);
  }

  @Override
  public String getName() {
    return "fake-dcdbsync";
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }

  @Override
  public void close() {
    server.stop();
  }
}
