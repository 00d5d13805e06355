package io.murmuration.agent.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenerationCacheTest {
  private final List<Integer> made = new ArrayList<>();
  private final GenerationCache<Integer, String> cache = new GenerationCache<>(10);

  @Test
  void whatIsUsedInEveryGenerationIsMadeOnce() {
    for (int i = 0; i < 100; i++) {
      get(1000 + i);
      get(7);
    }
    assertThat(made).containsOnlyOnce(7);
  }

  @Test
  void whatIsNotUsedForAGenerationIsForgotten() {
    get(7);
    for (int i = 0; i < 20; i++) {
      get(1000 + i);
    }
    get(7);
    assertThat(made.stream().filter(key -> key == 7)).hasSize(2);
  }

  @Test
  void whatIsHeavierThanTheBoundIsMadeEachTime() {
    assertThat(cache.get(1, 11, String::valueOf)).isEqualTo("1");
    assertThat(cache.get(1, 11, _ -> "again")).isEqualTo("again");
  }

  private String get(int key) {
    return cache.get(
        key,
        1,
        made1 -> {
          made.add(made1);
          return "value";
        });
  }
}
