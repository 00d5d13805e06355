package io.murmuration.agent.identity;

import io.murmuration.agent.journal.DurableFile;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The identity on disk: {@code key.pem} and {@code request.pem} (written before the first request),
 * {@code enrolment.json} (everything the hub gave, replaced as a whole), and for people and other
 * tools {@code certificate.pem} and {@code trust.pem}. Thread-safe.
 */
public final class IdentityStore implements AutoCloseable {
  private static final String KEY = "key.pem";
  private static final String REQUEST = "request.pem";
  private static final String ENROLMENT = "enrolment.json";

  private final DurableFile files;

  private IdentityStore(DurableFile files) {
    this.files = files;
  }

  public static IdentityStore open(Path directory) throws IOException {
    return new IdentityStore(DurableFile.in(directory));
  }

  /**
   * The key, made and stored at the first call. It must be durable before the token is used: a
   * token binds to the first request's key.
   */
  public synchronized AgentKey key() throws IOException {
    var request = text(REQUEST);
    var key = text(KEY);
    if (key.isPresent() && request.isPresent()) {
      return AgentKey.of(key.get(), request.get());
    }
    var made = AgentKey.generate();
    write(KEY, made.privatePem());
    write(REQUEST, made.requestPem());
    return made;
  }

  /** Empty if not enrolled. */
  public synchronized Optional<Identity> load() throws IOException, GeneralSecurityException {
    var enrolled = enrolled();
    return enrolled.isEmpty() ? Optional.empty() : Optional.of(Identity.of(key(), enrolled.get()));
  }

  /** Keeps what the hub gave; refuses what could not be used later. */
  synchronized Identity save(Enrolled enrolled) throws IOException, GeneralSecurityException {
    var identity = Identity.of(key(), enrolled);
    write(
        ENROLMENT,
        json(
            Map.of(
                "subcloud_id", enrolled.subcloudId(),
                "subcloud_name", enrolled.subcloudName(),
                "certificate", enrolled.certificatePem(),
                "trust", enrolled.trustPem(),
                "hub_addresses", enrolled.hubAddresses())));
    write("certificate.pem", enrolled.certificatePem());
    write("trust.pem", enrolled.trustPem());
    return identity;
  }

  /** Replaces the hubs to trust; from the next dial on. */
  public synchronized Identity saveTrust(String bundlePem)
      throws IOException, GeneralSecurityException {
    var enrolled =
        enrolled().orElseThrow(() -> new GeneralSecurityException("the agent is not enrolled"));
    return save(enrolled.trust(bundlePem));
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  private Optional<Enrolled> enrolled() throws IOException, GeneralSecurityException {
    var stored = text(ENROLMENT);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try {
      var json = CanonicalJson.parseObject(stored.get().getBytes(StandardCharsets.UTF_8));
      if (json.get("subcloud_id") instanceof Long id
          && json.get("hub_addresses") instanceof List<?> addresses) {
        return Optional.of(
            new Enrolled(
                id,
                field(json, "subcloud_name"),
                field(json, "certificate"),
                field(json, "trust"),
                addresses.stream().map(String::valueOf).toList()));
      }
    } catch (InvalidJsonException e) {
      throw damaged(e.getMessage());
    }
    throw damaged("subcloud_id or hub_addresses is missing");
  }

  private String field(Map<String, @Nullable Object> json, String name)
      throws GeneralSecurityException {
    if (json.get(name) instanceof String text) {
      return text;
    }
    throw damaged(name + " is missing");
  }

  private GeneralSecurityException damaged(@Nullable String what) {
    return new GeneralSecurityException(
        files.directory().resolve(ENROLMENT)
            + ": "
            + what
            + " (expected: as written at enrolment)");
  }

  private static String json(Map<String, ?> object) {
    try {
      return new String(CanonicalJson.print(object), StandardCharsets.UTF_8);
    } catch (InvalidJsonException e) {
      throw new IllegalArgumentException("enrolment: " + e.getMessage(), e);
    }
  }

  private void write(String name, String text) throws IOException {
    files.write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> text(String name) throws IOException {
    var file = files.directory().resolve(name);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }
}
