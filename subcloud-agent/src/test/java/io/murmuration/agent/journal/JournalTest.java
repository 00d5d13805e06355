package io.murmuration.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.sync.agent.KindJournal;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Refusal;
import io.murmuration.sync.model.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final SiteJournal.Entry ENTRY = new SiteJournal.Entry(kindJournal(), 3);

  @TempDir private Path directory;

  @Test
  void whatWasSavedIsThereAfterReopening() throws Exception {
    try (var journal = open("first")) {
      assertThat(journal.nextDial()).isEqualTo(1);
      assertThat(journal.nextDial()).isEqualTo(2);
      journal.save(Kind.PLATFORM, ENTRY);
    }
    try (var journal = open("second")) {
      assertThat(journal.start().id()).isEqualTo("first");
      assertThat(journal.start().dial()).isEqualTo(2);
      assertThat(journal.start().kind(Kind.PLATFORM)).isEqualTo(ENTRY);
      assertThat(journal.start().kind(Kind.IDENTITY)).isEqualTo(SiteJournal.Entry.EMPTY);
      assertThat(journal.nextDial()).isEqualTo(3);
    }
  }

  @Test
  void theHeaderSaysToThePersonWhatIsHeld() throws Exception {
    saved();
    assertThat(Files.readString(file(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .startsWith("murmuration-journal 1 crc32c=")
        .contains("\nplatform held=r17 items=2 refusals=1\n");
  }

  @Test
  void whatIsWrittenIsForItsOwnerAlone() throws Exception {
    saved();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void everyTornFileIsRefused() throws Exception {
    var whole = saved();
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> open("x"))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(CorruptJournalException.class)
          .hasMessageContaining(file().toString());
    }
  }

  @Test
  void everyFlippedBitIsRefused() throws Exception {
    var whole = saved();
    for (int at = 0; at < whole.length; at++) {
      var flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(file(), flipped);
      assertThatThrownBy(() -> open("x"))
          .as("byte %s", at)
          .isInstanceOf(CorruptJournalException.class);
    }
  }

  @Test
  void aLaterFormatIsRefusedByName() throws Exception {
    saved();
    Files.writeString(file(), "murmuration-journal 2 something-else\n");
    assertThatThrownBy(() -> open("x"))
        .isInstanceOf(CorruptJournalException.class)
        .hasMessageContaining("has format 2, this agent reads format 1");
  }

  @Test
  void aKindWithoutTheAgentsFileIsRefused() throws Exception {
    saved();
    Files.delete(directory.resolve(JournalFile.AGENT));
    assertThatThrownBy(() -> open("x"))
        .isInstanceOf(CorruptJournalException.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void whatACrashLeftBesideMeansNothing() throws Exception {
    saved();
    Files.writeString(directory.resolve(file().getFileName() + ".new"), "half");
    try (var journal = open("x")) {
      assertThat(journal.start().kind(Kind.PLATFORM)).isEqualTo(ENTRY);
    }
  }

  @Test
  void anEmptyDirectoryHoldsNoJournal() throws Exception {
    assertThat(JournalFile.read(directory)).isEmpty();
    assertThat(JournalFile.read(directory.resolve("missing"))).isEmpty();
  }

  private byte[] saved() throws Exception {
    try (var journal = open("id")) {
      journal.save(Kind.PLATFORM, ENTRY);
    }
    return Files.readAllBytes(file());
  }

  private Journal open(String id) throws Exception {
    return Journal.open(directory, () -> id);
  }

  private Path file() {
    return directory.resolve(JournalFile.nameOf(Kind.PLATFORM));
  }

  private static KindJournal kindJournal() {
    var wanted = new TreeMap<ItemKey, Payload>();
    wanted.put(new ItemKey("dns", "default"), Payload.of("{\"nameservers\":[\"10.0.0.1\"]}"));
    wanted.put(new ItemKey("ntp", "zürich"), Payload.of("{}"));
    var refusals = new TreeMap<ItemKey, Refusal>();
    var key = new ItemKey("ntp", "zürich");
    refusals.put(key, new Refusal(key, new Digest(1, 2, 3, 4), "no such server"));
    return new KindJournal(new Revision(17), new Lineage(2, "abc"), wanted, refusals);
  }
}
