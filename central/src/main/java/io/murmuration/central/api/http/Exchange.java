package io.murmuration.central.api.http;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Body;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.api.Utf8;
import io.murmuration.central.observe.LogContext;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its head to its answer: route, admission, caller, body, a worker's place,
 * endpoint. 404 for an unknown path and 405 come before the token is looked at: that is how the
 * original behaves when asked, although its documents want a token even there. Nobody learns more
 * from it than the public list of paths.
 *
 * <p>Starts on the event loop, works on a virtual thread, answers on the event loop again.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private static final int FIRST_ERROR = 400;
  private static final String REQUEST_ID = "x-openstack-request-id";

  private final HttpServerRequest http;
  private final Context loop;
  private final RestPorts ports;
  private final Admission admission;
  private final Connections connections;
  private final BodyReader bodies;
  private final String requestId;
  private final String tokenUri;
  private final long start;

  Exchange(
      HttpServerRequest http,
      Context loop,
      RestSettings.Limits limits,
      RestPorts ports,
      Admission admission,
      Connections connections) {
    this.http = http;
    this.loop = loop;
    this.ports = ports;
    this.admission = admission;
    this.connections = connections;
    this.bodies = new BodyReader(http, loop, limits.body(), limits.bodyTimeout());
    this.requestId = ports.requestIds().get();
    var reached = http.localAddress();
    var scheme = http.isSSL() ? "https" : "http";
    this.tokenUri =
        ports.identities().uri(new ServiceUrl(scheme, reached.hostAddress(), reached.port()));
    this.start = ports.metrics().nanoTime();
  }

  /** On the event loop. */
  void begin(RouteTable routes, Executor threads) {
    http.pause();
    connections.working(http.connection());
    http.response().endHandler(_ -> connections.idle(http.connection()));
    switch (routes.match(method(), path())) {
      case RouteTable.Match.Missing _ -> send(rendered(Answer.no(new ApiError.NotFound(null))));
      case RouteTable.Match.WrongMethod(var allowed) ->
          send(rendered(Answer.no(new ApiError.MethodNotAllowed(allowed))));
      case RouteTable.Match.Found found -> admit(found, threads);
    }
  }

  private void admit(RouteTable.Match.Found found, Executor threads) {
    if (!admission.enter()) {
      send(rendered(busy("Too many requests are open")));
      return;
    }
    try {
      threads.execute(() -> work(found));
    } catch (RejectedExecutionException _) {
      admission.leave();
      send(rendered(busy("This node is stopping")));
    }
  }

  /** On a virtual thread. */
  private void work(RouteTable.Match.Found found) {
    try (var _ = LogContext.request(requestId)) {
      var answer = answer(found);
      loop.runOnContext(_ -> send(answer));
    } catch (BodyReader.ClientGone _) {
      LOG.debug("the client went away before its request was complete");
    } finally {
      admission.leave();
    }
  }

  // The executor's boundary: whatever an endpoint throws must end in an answer.
  private Response answer(RouteTable.Match.Found found) {
    try {
      var caller = caller(found.route().access());
      return rendered(
          found.route().moreBody() == 0 && !found.route().streamed()
              ? handle(found, caller, bodies.read(0))
              : handleLarge(found, caller));
    } catch (RefusedException e) {
      return rendered(Answer.no(e.error()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return rendered(busy("This node is stopping"));
    } catch (BodyReader.ClientGone e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return rendered(ports.failures().apply(e).map(Answer::no).orElseGet(() -> fault(found, e)));
    }
  }

  private Answer handleLarge(RouteTable.Match.Found found, Caller caller)
      throws InterruptedException {
    if (!admission.enterLarge()) {
      return busy("Other uploads are under way");
    }
    try {
      var body = found.route().streamed() ? bodies.stream() : bodies.read(found.route().moreBody());
      return handle(found, caller, body);
    } finally {
      admission.leaveLarge();
    }
  }

  private Answer handle(RouteTable.Match.Found found, Caller caller, Body body)
      throws InterruptedException {
    long asked = ports.metrics().nanoTime();
    if (!admission.startWork()) {
      return busy("All workers are busy");
    }
    try {
      ports.metrics().waitedForWorker(asked);
      return found.route().endpoint().handle(request(found, caller, body));
    } finally {
      admission.stopWork();
    }
  }

  private Caller caller(Access access) {
    var address = http.remoteAddress().hostAddress();
    if (access == Access.PUBLIC) {
      return Caller.nobody(address);
    }
    var credentials =
        Credentials.of(http::getHeader)
            .orElseThrow(
                () -> unauthorized("none given (expected: header X-Auth-Token or OIDC-Token)"));
    var caller =
        ports
            .identities()
            .identify(credentials, address)
            .orElseThrow(() -> unauthorized("it is unknown or no longer valid"));
    if (!access.allows(caller)) {
      LOG.debug("{} of {} may not {} {}", caller.user(), caller.project(), http.method(), access);
      throw new RefusedException(new ApiError.Forbidden());
    }
    return caller;
  }

  private static RefusedException unauthorized(String why) {
    return new RefusedException(
        new ApiError.Unauthorized("Failed to validate access token: " + why));
  }

  private Request request(RouteTable.Match.Found found, Caller caller, Body body) {
    Map<String, String> headers = new HashMap<>();
    http.headers()
        .forEach(e -> headers.putIfAbsent(e.getKey().toLowerCase(Locale.ROOT), e.getValue()));
    return new Request(
        found.route().method(),
        path(),
        found.params(),
        queries(),
        headers,
        caller,
        requestId,
        body);
  }

  private Map<String, String> queries() {
    var given = String.valueOf(http.query());
    try {
      requireUtf8(given);
      Map<String, String> queries = new HashMap<>();
      http.params().forEach(entry -> queries.putIfAbsent(entry.getKey(), entry.getValue()));
      return queries;
    } catch (IllegalArgumentException _) {
      throw new RefusedException(
          new ApiError.Invalid(List.of(new Problem("query", given, "percent-encoded UTF-8"))));
    }
  }

  /** Also of parameters that nobody reads; Vert.x would put U+FFFD for what is no UTF-8. */
  private static void requireUtf8(String query) {
    var bytes =
        URLDecoder.decode(query, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
    if (Utf8.decode(bytes).isEmpty()) {
      throw new IllegalArgumentException("no UTF-8");
    }
  }

  private Answer fault(RouteTable.Match.Found found, Throwable bug) {
    ports.faults().report(found.route().method() + " " + found.route().path(), bug);
    return Answer.no(
        new ApiError.Failed("This is a bug; the log has it under request id " + requestId + "."));
  }

  private static Answer busy(String why) {
    return Answer.no(new ApiError.Unavailable(why + "; nothing was done. Try again."));
  }

  /** Null in Vert.x if the address of the request line makes no sense; no route has that. */
  private String path() {
    var path = http.path();
    return path == null ? "" : path;
  }

  private Optional<HttpMethod> method() {
    for (var method : HttpMethod.values()) {
      if (method.name().equals(http.method().name())) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  private Response rendered(Answer answer) {
    return Response.of(answer, Wishes.of(http.headers()), tokenUri);
  }

  /** On the event loop. */
  private void send(Response answer) {
    var response = http.response();
    if (response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    if (answer.status() >= FIRST_ERROR) {
      response.setStatusMessage(ErrorPage.reason(answer.status()));
    }
    response.putHeader(REQUEST_ID, requestId);
    answer.headers().forEach(response::putHeader);
    if (answer.contentType() != null) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
    }
    connections.answering(http.connection());
    new BodyWriter(response, answer.body()).start();
    ports.metrics().answered(method(), answer.status(), start);
    bodies.discard();
  }
}
