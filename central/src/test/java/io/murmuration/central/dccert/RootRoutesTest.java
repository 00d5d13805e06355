package io.murmuration.central.dccert;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.Feature;
import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.certificate.Pem;
import io.murmuration.central.certificate.SealedKeys;
import io.murmuration.central.store.Commits;
import io.murmuration.central.subcloud.TestHub;
import io.murmuration.schema.tx.Transactions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class RootRoutesTest {
  private static final String ROOTS = "/v1.0/admin-roots";
  private static final Duration DAY = Duration.ofDays(1);
  private static final RenewalRules RULES =
      new RenewalRules(
          DAY.multipliedBy(365), DAY.multipliedBy(30), 0, DAY.multipliedBy(90), Duration.ZERO);
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @TempDir private Path directory;
  private TestHub hub;
  private final AtomicReference<AdminRoots> made = new AtomicReference<>();

  @BeforeEach
  void open() {
    hub = new TestHub((transactions, commits) -> List.of(routes(transactions, commits)));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Feature routes(Transactions transactions, Commits commits) {
    var random = new SecureRandom();
    var roots = new AdminRoots(SealedKeys.open(transactions, directory, random), () -> NOW, random);
    made.set(roots);
    return new RootRoutes(
        transactions, commits, Optional.of(new RootRoutes.Own(roots, "", RULES)), () -> NOW);
  }

  private AdminRoots roots() {
    return Objects.requireNonNull(made.get());
  }

  private void given(int subcloud, String root, String trust, String waitingSince) {
    hub.sql(
        """
        INSERT INTO site_certificate (subcloud_id, fingerprint, root, trust, reason, issued_at,
                                      not_after, revision, waiting_since)
        VALUES (%d, 'f', '%s', '%s', 'FIRST', now(), now(), 1, %s)
        ON CONFLICT (subcloud_id) DO UPDATE
        SET root = excluded.root, trust = excluded.trust, waiting_since = excluded.waiting_since
        """
            .formatted(subcloud, root, trust, waitingSince));
  }

  @Test
  void beforeTheFirstRootThereIsNothingToSucceed() {
    assertThat(hub.get(ROOTS).json().get("stage").isNull()).isTrue();
    assertThat(hub.json("POST", ROOTS, "").status()).isEqualTo(409);
    assertThat(roots().known()).as("asking makes none").isEmpty();
  }

  @Test
  void successionIsBegunOnceAndShownUntilEverySiteHasGoneOver() {
    int here = hub.online("here");
    int away = hub.online("away");
    var first = OwnRootIssuer.fingerprints(roots().all(), "");
    given(here, first.newest(), first.alone(), "NULL");
    given(away, first.newest(), first.alone(), "NULL");
    assertThat(hub.get(ROOTS).json().get("stage").asText()).isEqualTo("settled");

    assertThat(hub.json("POST", ROOTS, "").status()).isEqualTo(200);
    assertThat(roots().known()).hasSize(2);
    var again = hub.json("POST", ROOTS, "");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body()).contains("one at a time");
    assertThat(roots().known()).hasSize(2);

    var begun = hub.get(ROOTS).json();
    assertThat(begun.get("stage").asText()).isEqualTo("spread");
    assertThat(begun.get("overlapping-since").asText()).startsWith("2026-06-01 00:00:00");
    assertThat(begun.at("/subclouds/waited-for").asInt()).isEqualTo(2);
    assertThat(begun.get("roots")).hasSize(2);
    assertThat(Pem.certificate(begun.at("/roots/1/certificate").asText()))
        .as("to be put into trust files before it signs")
        .extracting(AdminRoots::fingerprint)
        .isEqualTo(roots().known().getLast().fingerprint());

    var both = OwnRootIssuer.fingerprints(roots().known(), "");
    given(here, both.newest(), both.both(), "NULL");
    given(away, both.former(), both.both(), "'2026-05-31T00:00:00Z'");
    var switching = hub.get(ROOTS).json();
    assertThat(switching.get("stage").asText()).isEqualTo("switch");
    assertThat(switching.at("/subclouds/by-newest-root").asInt()).isEqualTo(1);
    assertThat(switching.at("/subclouds/waited-for").asInt()).isEqualTo(1);
    assertThat(switching.get("may-end-at").asText()).isEqualTo("2026-08-29 00:00:00");

    given(away, both.former(), both.both(), "'2026-01-01T00:00:00Z'");
    var ended = hub.get(ROOTS).json();
    assertThat(ended.get("stage").asText()).isEqualTo("settled");
    assertThat(ended.at("/subclouds/absent").asInt()).isEqualTo(1);
    assertThat(ended.get("may-end-at").isNull()).isTrue();
    assertThat(hub.json("POST", ROOTS, "").status()).isEqualTo(200);
  }
}
