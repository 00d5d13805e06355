package io.murmuration.it.fault.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.fault.history.Event;
import io.murmuration.it.fault.history.History;
import io.murmuration.it.fault.world.Node;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Changes one item of the whole fleet, each time to another value, and records what was answered.
 * Thread-safe.
 */
public final class Changes {
  static final String TYPE = "dns";
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final History history;
  private final NodeClient client;
  private final LongSupplier nanoTime;
  private final AtomicInteger calls = new AtomicInteger();

  Changes(History history, NodeClient client, LongSupplier nanoTime) {
    this.history = history;
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /** Asks the node; blocks until it answers or patience ends. Empty unless it was accepted. */
  public OptionalLong declare(Node node) {
    int call = calls.incrementAndGet();
    var value = value(call);
    history.add(new Event.Declared(nanoTime.getAsLong(), call, value));
    try {
      var answer =
          client.send(
              node,
              "POST",
              "/v1.0/desired/fleet",
              "items: [{type: " + TYPE + ", value: " + value + "}]\n");
      return answered(call, answer);
    } catch (IOException e) {
      history.add(new Event.Unclear(nanoTime.getAsLong(), call, String.valueOf(e)));
      return OptionalLong.empty();
    }
  }

  private OptionalLong answered(int call, HttpResponse<String> answer) throws IOException {
    int status = answer.statusCode();
    if (status == OK) {
      long revision = JSON.readTree(answer.body()).get("revision").asLong();
      history.add(new Event.Accepted(nanoTime.getAsLong(), call, revision));
      return OptionalLong.of(revision);
    }
    var why = status + " " + answer.body();
    // A server that is in trouble may have done it all the same, whatever it says.
    history.add(
        status < SERVER && status != TOO_MANY
            ? new Event.Refused(nanoTime.getAsLong(), call, why)
            : new Event.Unclear(nanoTime.getAsLong(), call, why));
    return OptionalLong.empty();
  }

  /** Canonical JSON, and YAML as well. */
  private static String value(int call) {
    return "{\"nameservers\":[\"10.%d.%d.%d\"]}"
        .formatted((call >> 16) & 0xff, (call >> 8) & 0xff, call & 0xff);
  }
}
