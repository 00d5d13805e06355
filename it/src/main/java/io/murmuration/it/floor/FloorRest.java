package io.murmuration.it.floor;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The least that a REST server can do: a bare Vert.x handler that answers each path with bytes it
 * has had from the start. No token, no router, no database.
 *
 * <p>Arguments: a directory; each file in it is the answer to the path of its name. Prints its port
 * as JSON, ends when it is killed.
 */
public final class FloorRest {
  /** As many as the hub has. */
  private static final int EVENT_LOOPS = 2;

  private final Map<String, Buffer> answers = new HashMap<>();

  private FloorRest(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        answers.put("/" + file.getFileName(), Buffer.buffer(Files.readAllBytes(file)));
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    var floor = new FloorRest(Path.of(arguments[0]));
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(floor::answer)
        .listen()
        .onSuccess(server -> System.out.println("{\"port\": " + server.actualPort() + "}"))
        .onFailure(e -> System.exit(1));
  }

  /** A body is read to its end, as everybody must. */
  private void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(_ ->
            request
                .response()
                .putHeader("content-type", "application/json")
                .end(answers.getOrDefault(request.path(), Buffer.buffer())));
  }
}
