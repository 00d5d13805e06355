package io.murmuration.central.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A service that is reached through a proxy, and which of its calls concern the fleet (contract,
 * sync and audit, section 7). Pure.
 */
public enum ProxiedService {
  SYSINV(
      "sysinv",
      26385,
      Set.of(200, 202, 204),
      List.of(
          new Call("POST", "/v1/certificate/certificate_install", Source.PLATFORM),
          new Call("DELETE", "/v1/certificate/[^/]+", Source.PLATFORM),
          new Call("PATCH|PUT", "/v1/iuser/[^/]+", Source.PLATFORM),
          new Call("POST|PUT", "/v1/fernet_repo", Source.PLATFORM),
          new Call("POST", "/v1/device_images", Source.SOFTWARE),
          new Call("PATCH|DELETE", "/v1/device_images/[^/]+", Source.SOFTWARE))),
  IDENTITY(
      "identity",
      25000,
      Set.of(200, 201, 202, 204),
      List.of(
          new Call("POST", "/v3/(users|groups|roles|projects|domains)", Source.IDENTITY),
          new Call(
              "PATCH|DELETE", "/v3/(users|groups|roles|projects|domains)/[^/]+", Source.IDENTITY),
          new Call("POST", "/v3/users/[^/]+/password", Source.IDENTITY),
          new Call("PUT|DELETE", "/v3/groups/[^/]+/users/[^/]+", Source.IDENTITY),
          new Call(
              "PUT|DELETE", "/v3/projects/[^/]+/(users|groups)/[^/]+/roles/[^/]+", Source.IDENTITY),
          new Call("DELETE", "/v3/auth/tokens", Source.IDENTITY))),
  USM(
      "usm",
      25497,
      Set.of(200, 202, 204),
      List.of(
          new Call("POST", "/v1/release", Source.SOFTWARE),
          new Call("PUT|DELETE", "/v1/release/.+", Source.SOFTWARE),
          new Call("POST|DELETE", "/v1/deploy(/.*)?", Source.SOFTWARE)));

  private final String wireName;
  private final int port;
  private final Set<Integer> success;
  private final List<Call> calls;

  ProxiedService(String wireName, int port, Set<Integer> success, List<Call> calls) {
    this.wireName = wireName;
    this.port = port;
    this.success = success;
    this.calls = calls;
  }

  /** In configuration and logs. */
  public String wireName() {
    return wireName;
  }

  /** Where clients of region {@code SystemController} look for it. */
  public int usualPort() {
    return port;
  }

  /**
   * The source that has something new after such a call.
   *
   * @param path without query
   * @param status what the service answered: a call that failed changed nothing
   */
  public Optional<Source> concerns(String method, String path, int status) {
    var plain =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return success.contains(status)
        ? calls.stream().filter(call -> call.covers(method, plain)).map(Call::source).findFirst()
        : Optional.empty();
  }

  /** What is read again. */
  public enum Source {
    PLATFORM,
    IDENTITY,
    SOFTWARE;

    /** In notices between nodes. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
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
