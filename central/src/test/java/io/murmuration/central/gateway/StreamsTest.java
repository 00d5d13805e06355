package io.murmuration.central.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.gateway.Streams.Place;
import io.murmuration.sync.model.SubcloudId;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private static final SubcloudId GREEDY = new SubcloudId(1);
  private static final SubcloudId OTHER = new SubcloudId(2);

  @Test
  void oneSubcloudTakesItsShareAndNoMore() {
    var streams = new Streams(Streams.MOST_OF_ONE + 1);
    for (int i = 0; i < Streams.MOST_OF_ONE; i++) {
      assertThat(streams.began(GREEDY)).isEqualTo(Place.FREE);
    }
    assertThat(streams.began(GREEDY)).isEqualTo(Place.SUBCLOUD_FULL);
    assertThat(streams.began(OTHER)).isEqualTo(Place.FREE);
    assertThat(streams.began(OTHER)).isEqualTo(Place.NODE_FULL);
    streams.ended(OTHER);
    streams.ended(GREEDY);
    assertThat(streams.began(GREEDY)).isEqualTo(Place.FREE);
    assertThat(streams.count()).isEqualTo(Streams.MOST_OF_ONE + 1);
  }
}
