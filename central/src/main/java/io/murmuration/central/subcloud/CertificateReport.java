package io.murmuration.central.subcloud;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SyncStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The body by which a certificate monitor tells the status of a site's certificates. */
final class CertificateReport {
  private static final String ENDPOINT = "endpoint";
  private static final String STATUS = "status";

  private CertificateReport() {}

  /**
   * @throws RefusedException 400 with all mistakes
   */
  static SyncStatus read(JsonNode body) {
    List<Problem> problems = new ArrayList<>();
    if (!body.path(ENDPOINT).asText().equals(Kind.DC_CERT.wireName())) {
      problems.add(new Problem(ENDPOINT, shown(body, ENDPOINT), Kind.DC_CERT.wireName()));
    }
    var status = status(body.path(STATUS).asText());
    if (status.isEmpty()) {
      problems.add(new Problem(STATUS, shown(body, STATUS), "in-sync, out-of-sync or unknown"));
    }
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return status.orElseThrow();
  }

  private static Optional<SyncStatus> status(String text) {
    return Arrays.stream(SyncStatus.values())
        .filter(status -> status.wireName().equals(text))
        .findFirst();
  }

  private static String shown(JsonNode body, String key) {
    return body.has(key) ? body.get(key).toString() : "nothing";
  }
}
