package io.murmuration.sync.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RosterTest {
  private final Roster<String> roster = new Roster<>();

  @Test
  void valuesAreInTheOrderOfTheirIdsWhateverTheOrderOfPutting() {
    for (long id = 200; id > 0; id -= 2) {
      roster.put(id, "v" + id);
    }
    roster.put(101, "v101");
    roster.put(4, "again");

    assertThat(roster.values()).hasSize(101).startsWith("v2", "again", "v6").endsWith("v200");
    assertThat(roster.values().get(50)).isEqualTo("v101");
  }

  @Test
  void whatIsRemovedIsFoundNoMore() {
    roster.put(1, "one");
    roster.put(2, "two");
    roster.put(3, "three");

    assertThat(roster.remove(2)).isEqualTo("two");
    assertThat(roster.remove(2)).isNull();
    assertThat(roster.contains(2)).isFalse();
    assertThat(roster.get(3)).isEqualTo("three");
    assertThat(roster.values()).containsExactly("one", "three");
  }
}
