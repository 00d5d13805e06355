package io.murmuration.central.notification;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads what happened. Pure. */
final class NotificationRules {
  private static final String EVENTS = "events";

  private NotificationRules() {}

  /**
   * The known events among those told; unknown ones are ignored (contract, notifications).
   *
   * @throws RefusedException 400 if there is no list of events
   */
  static Set<NotifiedEvent> events(JsonNode json) {
    var told = json.path(EVENTS);
    if (!told.isArray()) {
      throw new RefusedException(
          new ApiError.Invalid(
              List.of(
                  new Problem(
                      EVENTS,
                      told.isMissingNode() ? "nothing" : told.toString(),
                      "a list of events, as in [\"platform-upgrade-completed\"]"))));
    }
    var events = EnumSet.noneOf(NotifiedEvent.class);
    told.forEach(event ->
        NotifiedEvent.fromWireName(event.isTextual() ? event.textValue() : "")
            .ifPresent(events::add));
    return events;
  }
}
