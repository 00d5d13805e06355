package io.murmuration.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {
  @Test
  void closesInReverseOrderWhateverFails() {
    List<String> closed = new ArrayList<>();
    var closer = new Closer();
    closer.own(() -> closed.add("first"));
    closer.own(() -> {
      throw new IllegalArgumentException("second");
    });
    closer.own(() -> closed.add("third"));
    assertThatThrownBy(closer::close)
        .isInstanceOf(IllegalStateException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("third", "first");
    closer.close();
    assertThat(closed).hasSize(2);
  }
}
