package io.murmuration.central.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.WantedItem;
import io.murmuration.sync.resource.WantedSet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushEncoderTest {
  private final PushEncoder encoder = new PushEncoder();

  private static WantedSet wanted() {
    var item = new WantedItem(new ItemKey("dns", "default"), Payload.of("{}"), new Revision(7));
    return new WantedSet(
        Kind.PLATFORM,
        new Revision(7),
        Revision.NONE,
        List.of(item),
        List.of(),
        new Digest(0, 0, 0, 0));
  }

  @Test
  void sameContentIsEncodedOnce() {
    var wanted = wanted();
    var first = encoder.body(wanted, new Revision(3), false, 0);
    assertThat(encoder.body(wanted, new Revision(3), false, 1)).isSameAs(first);
    assertThat(encoder.body(wanted, new Revision(4), false, 1)).isNotSameAs(first);
    assertThat(encoder.body(wanted, new Revision(3), true, 1).full()).isTrue();
  }

  @Test
  void nothingIsKeptLongerThanSeconds() {
    encoder.body(wanted(), new Revision(3), false, 0);
    encoder.forgetOld(Duration.ofSeconds(4).toNanos());
    assertThat(encoder.size()).isEqualTo(1);
    encoder.forgetOld(Duration.ofSeconds(6).toNanos());
    assertThat(encoder.size()).isZero();
  }

  @Test
  void manyDifferentBodiesAreBounded() {
    for (int i = 1; i < 6000; i++) {
      encoder.body(wanted(), new Revision(3), false, 0);
    }
    assertThat(encoder.size()).isLessThanOrEqualTo(4096);
  }
}
