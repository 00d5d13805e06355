package io.murmuration.central.proxy;

import io.murmuration.central.proxy.ProxiedService.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which calls concern the fleet (contract, sync and audit, section 7). Pure. */
final class ProxyRules {
  private static final Set<Integer> SUCCESS = Set.of(200, 202, 204);
  private static final int CREATED = 201;

  private static final List<Call> OF_SYSINV =
      List.of(
          new Call("POST", "/v1/certificate/certificate_install", Source.PLATFORM),
          new Call("DELETE", "/v1/certificate/[^/]+", Source.PLATFORM),
          new Call("PATCH|PUT", "/v1/iuser/[^/]+", Source.PLATFORM),
          new Call("POST|PUT", "/v1/fernet_repo", Source.PLATFORM),
          new Call("POST", "/v1/device_images", Source.SOFTWARE),
          new Call("PATCH|DELETE", "/v1/device_images/[^/]+", Source.SOFTWARE));
  private static final List<Call> OF_IDENTITY =
      List.of(
          new Call("POST", "/v3/(users|groups|roles|projects|domains)", Source.IDENTITY),
          new Call(
              "PATCH|DELETE", "/v3/(users|groups|roles|projects|domains)/[^/]+", Source.IDENTITY),
          new Call("POST", "/v3/users/[^/]+/password", Source.IDENTITY),
          new Call("PUT|DELETE", "/v3/groups/[^/]+/users/[^/]+", Source.IDENTITY),
          new Call(
              "PUT|DELETE", "/v3/projects/[^/]+/(users|groups)/[^/]+/roles/[^/]+", Source.IDENTITY),
          new Call("DELETE", "/v3/auth/tokens", Source.IDENTITY));
  private static final List<Call> OF_USM =
      List.of(
          new Call("POST", "/v1/release", Source.SOFTWARE),
          new Call("PUT|DELETE", "/v1/release/.+", Source.SOFTWARE),
          new Call("POST|DELETE", "/v1/deploy(/.*)?", Source.SOFTWARE));

  private ProxyRules() {}

  /**
   * The source that has something new after such a call.
   *
   * @param path without query
   * @param status what the service answered: a call that failed changed nothing
   */
  static Optional<Source> concerns(ProxiedService service, String method, String path, int status) {
    if (!SUCCESS.contains(status) && !(service == ProxiedService.IDENTITY && status == CREATED)) {
      return Optional.empty();
    }
    var plain =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    var calls =
        switch (service) {
          case SYSINV -> OF_SYSINV;
          case IDENTITY -> OF_IDENTITY;
          case USM -> OF_USM;
        };
    return calls.stream().filter(call -> call.covers(method, plain)).map(Call::source).findFirst();
  }

  private record Call(Pattern method, Pattern path, Source source) {
    Call(String method, String path, Source source) {
      this(Pattern.compile(method), Pattern.compile(path), source);
    }

    boolean covers(String givenMethod, String givenPath) {
      return method.matcher(givenMethod).matches() && path.matcher(givenPath).matches();
    }
  }
}
