package io.murmuration.central.notification;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;

/** {@code /v1.0/notifications}; any valid token may notify (contract, RBAC). */
public final class NotificationRoutes implements Feature {
  private final NotificationService service;

  public NotificationRoutes(Commits commits, ChangeNudge nudge) {
    this.service = new NotificationService(commits, nudge);
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(HttpMethod.POST, "/v1.0/notifications", Access.ANY_TOKEN, this::notified);
  }

  private Answer notified(Request request) {
    service.happened(request, NotificationRules.events(request.json()));
    return Answer.ok(null);
  }
}
