package io.murmuration.central.status;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.HubImage;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SyncStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** {@code /v1.0/fleet} and {@code /v1.0/desired/changes}: how the fleet is, how changes spread. */
public final class FleetRoutes implements Feature {
  private final Convergence convergence;
  private final ChangeReader reader;
  private final HubImage image;
  private final LiveImage live;
  private final Sessions sessions;

  public FleetRoutes(
      Convergence convergence, ChangeReader reader, LiveImage live, Sessions sessions) {
    this.convergence = convergence;
    this.reader = reader;
    this.image = reader.image();
    this.live = live;
    this.sessions = sessions;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, "/v1.0/fleet", Access.READ, _ -> Answer.ok(fleet()))
        .on(HttpMethod.GET, "/v1.0/desired/changes", Access.READ, _ -> Answer.ok(changes()))
        .on(HttpMethod.GET, "/v1.0/desired/changes/:revision", Access.READ, this::change);
  }

  private Map<String, Object> fleet() {
    var fleet = new LinkedHashMap<String, Object>();
    fleet.put("age-ms", upToDate());
    var hub = image.snapshot(); // heads, because a fold is the lanes' work
    var counts = live.counts(Kind.PLATFORM, id -> hub.head(id, Kind.PLATFORM));
    fleet.put("subclouds", image.subclouds().size());
    fleet.put("managed", image.subclouds().stream().filter(SubcloudView::managed).count());
    fleet.put("connected", sessions.connected());
    fleet.put("online", live.online());
    for (var status : SyncStatus.values()) {
      fleet.put(status.wireName(), counts.getOrDefault(status, 0));
    }
    fleet.put("pushes-in-flight", sessions.pushesInFlight());
    fleet.put("pushes-queued", sessions.pushesQueued());
    fleet.put("revision", image.revision().number());
    return fleet;
  }

  /**
   * Waits until this node knows all that was committed before the request; if the database does not
   * answer, the reader gets what is known and how old it is.
   *
   * @return age of what is known, in milliseconds
   */
  private long upToDate() {
    try {
      reader.readIndex().join();
      return 0;
    } catch (CompletionException e) {
      return reader.sinceRead().toMillis();
    }
  }

  private Map<String, Object> changes() {
    upToDate();
    return Map.of("changes", convergence.latest().stream().map(FleetRoutes::json).toList());
  }

  private Answer change(Request request) {
    var given = request.param("revision");
    long number;
    try {
      number = Long.parseLong(given);
    } catch (NumberFormatException e) {
      number = -1;
    }
    if (number < 0) {
      return Answer.no(
          new ApiError.BadRequest("revision: " + given + " (expected: a number >= 0)"));
    }
    upToDate();
    return convergence
        .find(new Revision(number))
        .map(progress -> Answer.ok(json(progress)))
        .orElseGet(() ->
            Answer.no(
                new ApiError.NotFound(
                    "revision: "
                        + given
                        + " (expected: one of the last "
                        + Convergence.REMEMBERED
                        + " changes of desired state that this node has seen)")));
  }

  private static Map<String, @Nullable Object> json(Convergence.Progress progress) {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("revision", progress.revision().number());
    json.put("targets", progress.targets());
    json.put("durable", progress.durable());
    json.put("refused", progress.refused());
    json.put("waiting", progress.waiting());
    json.put("p50-ms", millis(progress.p50()));
    json.put("p99-ms", millis(progress.p99()));
    json.put("all-ms", millis(progress.all()));
    json.put("age-ms", progress.age().toMillis());
    return json;
  }

  private static @Nullable Double millis(@Nullable Duration duration) {
    return duration == null ? null : Math.round(duration.toNanos() / 10_000.0) / 100.0;
  }
}
