package io.murmuration.central.external.sysinv;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.external.keystone.KeystoneSettings;
import io.murmuration.central.external.keystone.ServiceTokens;
import io.murmuration.central.platform.ControllerPlatform;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Certificates, iuser and fernet_repo of a sysinv. Thread-safe; blocks. */
public final class SysinvPlatform implements ControllerPlatform, AutoCloseable {
  private final ServiceTokens tokens;
  private final SysinvHttp http;

  /**
   * @param sysinv without path
   * @param keystone who the hub is there
   * @param timeout for one answer
   * @param nanoTime monotonic
   */
  public SysinvPlatform(
      URI sysinv, KeystoneSettings keystone, Duration timeout, LongSupplier nanoTime) {
    this.tokens = new ServiceTokens(keystone, nanoTime);
    this.http = new SysinvHttp(sysinv, tokens, timeout);
  }

  @Override
  public Optional<List<Certificate>> certificates() {
    return rows("/v1/certificate", "certificates")
        .map(rows -> {
          var certificates = new ArrayList<Certificate>();
          rows.forEach(row ->
              certificates.add(
                  new Certificate(row.path("certtype").asText(), row.path("signature").asText())));
          return certificates;
        });
  }

  /** A row without a hash is one that the bootstrap has not filled yet. */
  @Override
  public Optional<Sysadmin> sysadmin() {
    return rows("/v1/iuser", "iusers")
        .filter(rows -> !rows.isEmpty())
        .map(rows -> rows.get(0))
        .filter(row -> row.path("passwd_hash").asText("").startsWith("$"))
        .filter(row -> row.path("passwd_expiry_days").canConvertToLong())
        .map(row ->
            new Sysadmin(
                row.path("passwd_hash").asText(),
                row.path("passwd_expiry_days").asLong(),
                row.path("root_sig").asText(""),
                row.path("passwd_last_change").canConvertToLong()
                    ? OptionalLong.of(row.path("passwd_last_change").asLong())
                    : OptionalLong.empty()));
  }

  @Override
  public Optional<SortedMap<Long, String>> fernetKeys() {
    return rows("/v1/fernet_repo", "keys")
        .map(rows -> {
          var keys = new TreeMap<Long, String>();
          rows.forEach(row -> keys.put(row.path("id").asLong(), row.path("key").asText()));
          return keys;
        });
  }

  private Optional<JsonNode> rows(String path, String field) {
    return http.get(path).map(body -> body.path(field)).filter(JsonNode::isArray);
  }

  @Override
  public void close() {
    http.close();
    tokens.close();
  }
}
