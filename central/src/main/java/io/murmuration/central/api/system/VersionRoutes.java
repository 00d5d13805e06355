package io.murmuration.central.api.system;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import java.util.List;
import java.util.regex.Pattern;

/** {@code GET /}: which versions there are (contract, 7.0). */
public final class VersionRoutes implements Feature {
  private static final Pattern HOST = Pattern.compile("[\\w.:\\[\\]-]{1,255}");

  private final String scheme;
  private final String ownHost;

  /**
   * @param scheme http or https
   * @param ownHost {@code host:port} for clients that name none
   */
  public VersionRoutes(String scheme, String ownHost) {
    this.scheme = scheme;
    this.ownHost = ownHost;
  }

  record Versions(List<Version> versions) {}

  record Version(String status, List<Link> links, String id, String updated) {}

  record Link(String rel, String href) {}

  @Override
  public void mount(ApiRouter router) {
    router.on(HttpMethod.GET, "/", Access.PUBLIC, this::show);
  }

  private Answer show(Request request) {
    var host = request.header("Host").filter(h -> HOST.matcher(h).matches()).orElse(ownHost);
    var self = new Link("self", scheme + "://" + host + "/v1.0/");
    return Answer.ok(
        new Versions(List.of(new Version("CURRENT", List.of(self), "v1.0", "2017-10-2"))));
  }
}
