package io.murmuration.central.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryRulesTest {
  private static final String HERE = "7/16384";

  /** The database is at revision 100 of epoch 2, which is called b. */
  @ParameterizedTest
  @CsvSource({
    "         ,  ,    , 7/16384, believed",
    "         ,  ,    ,        , believed",
    "        2, b, 100, 7/16384, believed",
    "        2, b,  90, 7/16384, believed",
    "        1, a, 500, 7/16384, believed",
    "        2, b, 101, 7/16384, r101 of epoch 2",
    "        2, c,  50, 7/16384, of another hub",
    "        3, d,  50, 7/16384, r50 of epoch 3",
    "         ,  ,    , 7/99999, 'written in database 7/99999 and are in 7/16384 now'",
    "        2, b, 100, 6/16384, written in database 6/16384",
    "        1, a, 500, 6/16384, believed",
  })
  void aDatabaseIsBelievedUnlessTheNodeKnowsBetter(
      @Nullable Long epoch,
      @Nullable String lineage,
      @Nullable Long revision,
      @Nullable String written,
      String expected) {
    var memory =
        epoch == null || lineage == null || revision == null
            ? null
            : new Memory(new Lineage(epoch, lineage), new Revision(revision));
    var why = RecoveryRules.suspicion(hub(100, written, null, null, 0, 0), memory);

    if (expected.equals("believed")) {
      assertThat(why).isEmpty();
    } else {
      assertThat(why.orElseThrow()).contains(expected).endsWith("from a backup?");
    }
  }

  /**
   * The next epoch begins at {@code sequence}, far above all that was heard of; what is held from
   * {@code first} on is lost.
   */
  @ParameterizedTest
  @CsvSource({
    // seq, held at, joined at, said, lost epoch, lost, highest | epoch, first, sequence
    "    100,     ,     ,    ,      0,         0,       0,          3,   101,  1000000",
    "    100,     ,   40,    ,      0,         0,       0,          3,   101,  1000000",
    "    160,  100,  120,    ,      2,       150,     155,          3,   101,  1000000",
    "    160,  100,   90,    ,      2,       150,     155,          3,    91,  1000000",
    "    160,  100,   90,  99,      2,       150,     155,          3,   100,  1000000",
    "    160,  100,     ,    ,      5,   1000000,       0,          6,   101,  2000000",
    "    160,  100,     ,    ,      2,       150, 3400000,          3,   101,  4000000",
  })
  void theNextEpochLiesAboveAllThatWasHeardOf(
      long sequence,
      @Nullable Long heldAt,
      @Nullable Long joined,
      @Nullable Long said,
      long lostEpoch,
      long lost,
      long highest,
      long epoch,
      long first,
      long begins) {
    var hub = hub(sequence, HERE, heldAt == null ? null : "held", heldAt, lostEpoch, lost);
    var plan = RecoveryRules.plan(hub, revision(said), revision(joined), new Revision(highest));

    assertThat(plan)
        .isEqualTo(new RecoveryRules.Plan(epoch, new Revision(first), new Revision(begins)));
  }

  @Test
  void ofTwoMemoriesTheLaterEpochCountsThenTheLaterRevision() {
    var memory = new Memory(new Lineage(2, "b"), new Revision(10));
    assertThat(memory.isOlderThan(memory)).isFalse();
    assertThat(memory.isOlderThan(new Memory(new Lineage(2, "b"), new Revision(11)))).isTrue();
    assertThat(memory.isOlderThan(new Memory(new Lineage(3, "c"), new Revision(1)))).isTrue();
    assertThat(memory.isOlderThan(new Memory(new Lineage(1, "a"), new Revision(99)))).isFalse();
  }

  private static HubFacts hub(
      long revision,
      @Nullable String written,
      @Nullable String hold,
      @Nullable Long heldAt,
      long lostEpoch,
      long lost) {
    return new HubFacts(
        new Revision(revision),
        new Lineage(2, "b"),
        written,
        HERE,
        hold,
        null,
        revision(heldAt),
        lostEpoch,
        new Revision(lost));
  }

  private static @Nullable Revision revision(@Nullable Long number) {
    return number == null ? null : new Revision(number);
  }
}
