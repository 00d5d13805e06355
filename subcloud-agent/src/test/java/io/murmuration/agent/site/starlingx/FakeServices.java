package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A site's Keystone and sysinv over HTTP, with state. Stubs of a better priority than 10 put faults
 * before it. Thread-safe.
 */
final class FakeServices implements ResponseDefinitionTransformerV2, AutoCloseable {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*-----END CERTIFICATE-----\n", Pattern.DOTALL);

  private final ManualClock clock;
  private final WireMockServer server;
  private final Map<String, Map<String, @Nullable Object>> rows = new TreeMap<>();
  private final Map<String, Map<String, Object>> certificates = new LinkedHashMap<>();
  private List<Map<String, Object>> fernetKeys = List.of();
  private final FakeTuning tuning = new FakeTuning();
  private @Nullable AdminEndpointRenewal renewal;
  private List<Map<String, String>> serviceGroups = List.of(group("controller-services", "active"));
  private String password = "s3cret";
  private int tokens;
  private @Nullable String validToken;
  private final AtomicInteger here = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private int writesToLive = Integer.MAX_VALUE;
  private boolean lastIsLost;
  private Runnable atDeath = () -> {};

  FakeServices(ManualClock clock, WireMockConfiguration configuration) {
    this.clock = clock;
    rows.put("idns", row("dns-1", Map.of("nameservers", "")));
    rows.put("intp", row("ntp-1", Map.of("ntpservers", "0.pool.ntp.org")));
    rows.put(
        "remotelogging",
        row("log-1", Map.of("enabled", false, "transport", "udp", "port", 514L, "ip_address", "")));
    rows.put(
        "ptp", row("ptp-1", Map.of("mode", "hardware", "transport", "l2", "mechanism", "e2e")));
    rows.put(
        "iuser",
        row(
            "user-1",
            Map.of("passwd_hash", "$6$local", "passwd_expiry_days", 45L, "root_sig", "l")));
    server = new WireMockServer(configuration.extensions(this));
    server.start();
    stub();
  }

  /** Answers as at the start; faults that were put before it must be reset first. */
  void stub() {
    server.stubFor(
        any(anyUrl()).atPriority(10).willReturn(aResponse().withTransformers(getName())));
  }

  FakeServices(ManualClock clock) {
    this(clock, wireMockConfig().dynamicPort());
  }

  WireMockServer server() {
    return server;
  }

  synchronized void password(String next) {
    password = next;
  }

  synchronized void revokeToken() {
    validToken = null;
  }

  synchronized int tokensIssued() {
    return tokens;
  }

  synchronized void serviceGroups(List<Map<String, String>> groups) {
    serviceGroups = groups;
  }

  static Map<String, String> group(String name, String state) {
    return Map.of("name", name, "service_group_name", name, "state", state);
  }

  /** Fields of the one row of a resource; changes are seen by the next request. */
  synchronized Map<String, @Nullable Object> row(String resource) {
    return rows.computeIfAbsent(resource, _ -> new TreeMap<>());
  }

  synchronized void removeRow(String resource) {
    rows.remove(resource);
  }

  /** Someone at the site makes it trust a CA. */
  synchronized void trust(String pem) throws CertificateException {
    trust(CaCertificate.parse(CaCertificate.PLATFORM, pem));
  }

  synchronized List<String> trusted() {
    return certificates.values().stream().map(row -> (String) row.get("signature")).toList();
  }

  synchronized void distrustAll() {
    certificates.clear();
  }

  /** PTP instances, hosts and service parameters; touched in turns with requests. */
  synchronized <T> T tuning(Function<FakeTuning, T> look) {
    return look.apply(tuning);
  }

  synchronized List<Map<String, Object>> fernetKeys() {
    return fernetKeys;
  }

  synchronized void fernetKeys(List<Map<String, Object>> keys) {
    fernetKeys = keys;
  }

  /** What the site does with an intermediate CA; without it, sysinv stores it and that is all. */
  @FunctionalInterface
  interface AdminEndpointRenewal {
    void renew(String roots, String certificate, String key);
  }

  synchronized void onRenewal(AdminEndpointRenewal next) {
    renewal = next;
  }

  private static Map<String, @Nullable Object> row(String uuid, Map<String, ?> fields) {
    var row = new TreeMap<String, @Nullable Object>(fields);
    row.put("uuid", uuid);
    return row;
  }

  /** From now on requests wait until so many are here at once; then all go on. */
  void holdUntilAtOnce(int requests) {
    most.set(0);
    gate = new CountDownLatch(requests);
  }

  void letGo() {
    while (gate.getCount() > 0) {
      gate.countDown();
    }
  }

  /** Since the last {@link #holdUntilAtOnce}. */
  int mostAtOnce() {
    return most.get();
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    most.accumulateAndGet(here.incrementAndGet(), Math::max);
    gate.countDown();
    try {
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let the requests go");
      }
      return answer(event.getRequest());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      here.decrementAndGet();
    }
  }

  /**
   * After so many writes from now on nothing is answered any more, the last of them included, which
   * is done all the same.
   *
   * @param then runs at that moment
   */
  synchronized void dieAfter(int writes, Runnable then) {
    writesToLive = writes;
    lastIsLost = false;
    atDeath = then;
  }

  /** As {@link #dieAfter}, but the last of the writes is not done. */
  synchronized void dieBefore(int writes, Runnable then) {
    dieAfter(writes, then);
    lastIsLost = true;
  }

  synchronized boolean isDead() {
    return writesToLive == 0;
  }

  synchronized void revive() {
    writesToLive = Integer.MAX_VALUE;
  }

  private synchronized ResponseDefinition answer(Request request) {
    if (isDead()) {
      return cut();
    }
    boolean writes =
        !request.getMethod().equals(RequestMethod.GET)
            && !request.getUrl().equals("/v3/auth/tokens");
    boolean last = writes && writesToLive != Integer.MAX_VALUE && --writesToLive == 0;
    var answer = last && lastIsLost ? cut() : living(request);
    if (last) {
      atDeath.run();
      return cut();
    }
    return answer;
  }

  private static ResponseDefinition cut() {
    return aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER).build();
  }

  private ResponseDefinition living(Request request) {
    try {
      var path = request.getUrl();
      if (path.equals("/v3/auth/tokens")) {
        return token(request);
      }
      if (validToken == null || !validToken.equals(request.getHeader("X-Auth-Token"))) {
        return json(401, Map.of("error", Map.of("message", "unauthorized")));
      }
      if (path.equals("/v1/certificate/certificate_renew")) {
        return renew(Row.parse(request.getBodyAsString()));
      }
      if (path.equals("/v1/fernet_repo")) {
        return fernet(request);
      }
      if (path.startsWith("/v1/certificate")) {
        return certificate(request, path);
      }
      if (FakeTuning.answers(path)) {
        return tuning.answer(request, path);
      }
      return path.equals("/v1/servicegroup")
          ? json(200, Map.of("sm_servicegroup", serviceGroups))
          : resource(request, path.split("/"));
    } catch (InvalidJsonException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private ResponseDefinition token(Request request) throws InvalidJsonException {
    var identity = Row.parse(request.getBodyAsString()).row("auth").row("identity");
    if (!identity.row("password").row("user").text("password").equals(password)) {
      return json(401, Map.of());
    }
    tokens++;
    validToken = "token-" + tokens;
    var expires = clock.instant().plusSeconds(3600).toString();
    return ResponseDefinitionBuilder.like(json(201, Map.of("token", Map.of("expires_at", expires))))
        .withHeader("X-Subject-Token", validToken)
        .build();
  }

  private ResponseDefinition resource(Request request, String[] path) throws InvalidJsonException {
    var row = rows.get(path[2]);
    if (request.getMethod().equals(RequestMethod.PATCH) && row != null) {
      if (path[2].equals("ptp")) {
        tuning.pending.add("ptp");
      }
      for (var operation : Row.of(Map.of("patch", (Object) patch(request))).rows("patch")) {
        var field = operation.text("path").substring(1);
        if (!field.equals("action")) {
          var text = operation.text("value");
          row.put(field, text.equals("NC") ? "" : normal(text));
        }
      }
      return json(200, row);
    }
    return json(200, Map.of(path[2] + "s", row == null ? List.of() : List.of(row)));
  }

  private ResponseDefinition renew(Row body) throws InvalidJsonException {
    if (!body.text("certtype").equals("intermediate-ca-cert")) {
      return json(400, Map.of("error_message", Map.of("faultstring", "Not implemented")));
    }
    if (renewal != null) {
      renewal.renew(body.text("root_ca_crt"), body.text("sc_ca_cert"), body.text("sc_ca_key"));
    }
    return json(200, Map.of("result", "OK"));
  }

  private ResponseDefinition fernet(Request request) throws InvalidJsonException {
    if (request.getMethod().equals(RequestMethod.GET)) {
      return json(200, Map.of("keys", fernetKeys));
    }
    var sent = new ArrayList<Map<String, Object>>();
    for (var key : Row.of(Map.of("keys", (Object) patch(request))).rows("keys")) {
      sent.add(Map.of("id", key.whole("id").orElseThrow(), "key", key.text("key")));
    }
    fernetKeys = List.copyOf(sent);
    return json(request.getMethod().equals(RequestMethod.POST) ? 201 : 202, Map.of());
  }

  private static List<?> patch(Request request) throws InvalidJsonException {
    return CanonicalJson.parse(request.getBody()) instanceof List<?> list ? list : List.of();
  }

  /** As sysinv's library for addresses prints them; here, letters of IPv6. */
  private static String normal(String text) {
    return text.contains(":") ? text.toLowerCase(Locale.ROOT) : text;
  }

  private ResponseDefinition certificate(Request request, String path)
      throws InvalidJsonException, CertificateException {
    if (request.getMethod().equals(RequestMethod.DELETE)) {
      var uuid = path.substring(path.lastIndexOf('/') + 1);
      if (uuid.contains(CaCertificate.OPENSTACK)) {
        return json(400, Map.of("faultstring", "Unsupported mode"));
      }
      var gone = certificates.remove(uuid);
      return gone == null ? json(404, Map.of()) : json(200, gone);
    }
    if (request.getMethod().equals(RequestMethod.POST)) {
      var matcher = PEM.matcher(request.getBodyAsString());
      if (!matcher.find()) {
        return json(200, Map.of("error", "No certificates have been added"));
      }
      var mode =
          request.getBodyAsString().contains("\r\n\r\n" + CaCertificate.OPENSTACK + "\r\n")
              ? CaCertificate.OPENSTACK
              : CaCertificate.PLATFORM;
      var certificate = CaCertificate.parse(mode, matcher.group());
      if (certificate.x509().getNotAfter().toInstant().isBefore(clock.instant())) {
        return json(200, Map.of("success", "", "error", "certificate is not valid\nafter 2026"));
      }
      certificates
          .values()
          .removeIf(row ->
              mode.equals(row.get("certtype"))
                  && (mode.equals(CaCertificate.OPENSTACK)
                      || certificate.subject().getName().equals(row.get("subject"))));
      return json(
          200, Map.of("success", "", "error", "", "certificates", List.of(trust(certificate))));
    }
    return json(200, Map.of("certificates", List.copyOf(certificates.values())));
  }

  private Map<String, Object> trust(CaCertificate certificate) {
    var x509 = certificate.x509();
    var uuid = "uuid-" + certificate.signature();
    Map<String, Object> row =
        Map.of(
            "uuid", uuid,
            "certtype", certificate.mode(),
            "signature", certificate.signature(),
            "start_date", x509.getNotBefore().toInstant().toString().replace("Z", "+00:00"),
            "expiry_date", x509.getNotAfter().toInstant().toString().replace("Z", ""),
            "subject", certificate.subject().getName());
    certificates.put(uuid, row);
    return row;
  }

  static ResponseDefinition json(int status, Map<String, ?> body) throws InvalidJsonException {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(CanonicalJson.print(body))
        .build();
  }

  @Override
  public String getName() {
    return "fake-services";
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
