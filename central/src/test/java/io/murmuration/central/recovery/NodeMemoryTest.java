package io.murmuration.central.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeMemoryTest {
  @TempDir private Path directory;

  @Test
  void whatWasSeenIsThereAfterARestart() {
    assertThat(new NodeMemory(directory).last()).isNull();
    var seen = new Memory(new Lineage(2, "b"), new Revision(4711));
    new NodeMemory(directory).remember(seen);

    assertThat(new NodeMemory(directory).last()).isEqualTo(seen);
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
  }

  @Test
  void aFileThatCannotBeUnderstoodIsNotTakenForNone() throws IOException {
    Files.writeString(directory.resolve(NodeMemory.FILE), "2 b\n");
    assertThatThrownBy(() -> new NodeMemory(directory))
        .hasMessageContaining("2 words (expected: epoch lineage revision)");
  }
}
