package io.murmuration.central.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditSweepsTest {
  private static final SubcloudId ASKED = new SubcloudId(1);
  private static final SubcloudId OTHER = new SubcloudId(2);

  private final AuditSweeps sweeps = new AuditSweeps(() -> 0);
  private final long id = sweeps.start(new Lanes(List.of()), Scope.FLEET, Kind.PLATFORM, false);

  private AuditSweeps.Result result() {
    return sweeps.result(id).orElseThrow();
  }

  @Test
  void answerCountsOnce() {
    sweeps.asked(id, ASKED);
    sweeps.answered(id, ASKED, true);
    sweeps.answered(id, ASKED, true);
    assertThat(result().answered()).isOne();
    assertThat(result().inSync()).isOne();
  }

  @Test
  void answerOfASubcloudThatWasNotAskedIsIgnored() {
    sweeps.asked(id, ASKED);
    sweeps.answered(id, OTHER, true);
    sweeps.answered(id + 1, ASKED, true);
    assertThat(result().answered()).isZero();
  }
}
