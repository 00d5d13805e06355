package io.murmuration.central.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class HubGuardTest {
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  @TempDir private Path directory;

  @Test
  void aDatabaseIsKnownByItsNameAndByWhatTheNodeRemembers() {
    assertThat(checked()).as("a fresh one").isNull();
    assertThat(checked()).as("the same").isNull();
    database.execute("UPDATE hub SET database_identity = '1/2'");
    assertThat(checked()).as("a restored one").contains("written in database 1/2");
    var facts = facts();
    assertThat(facts.heldAt()).isEqualTo(facts.revision());

    database.execute("UPDATE hub SET hold = NULL, database_identity = NULL");
    assertThat(checked()).isNull();
    var seen = new Memory(facts.lineage(), new Revision(4711));
    new NodeMemory(directory).remember(seen);
    assertThat(checked()).as("one that went back").contains("r4711 of epoch 1");
    assertThat(facts().lost()).isEqualTo(seen.revision());
    assertThat(facts().lostEpoch()).isEqualTo(1);
  }

  @Test
  void aNodeThatHasSeenAnotherHubHoldsThisOne() {
    new NodeMemory(directory).remember(new Memory(new Lineage(1, "another"), new Revision(1)));
    assertThat(checked()).contains("of another hub");
  }

  private @Nullable String checked() {
    try (var guard = HubGuard.check(database.database().transactions(), directory)) {
      assertThat(guard).isNotNull();
      return facts().hold();
    }
  }

  private HubFacts facts() {
    return database.database().transactions().inTx(new RecoveryRepository()::facts);
  }
}
