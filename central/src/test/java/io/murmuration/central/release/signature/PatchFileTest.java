package io.murmuration.central.release.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.release.signature.PatchFile.Read;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchFileTest {
  private static final TestSigner VENDOR = new TestSigner("vendor");
  private static final TestSigner STRANGER = new TestSigner("stranger");
  private static final Signers TRUSTED = new Signers(List.of(VENDOR.certificate()));

  @TempDir private Path directory;

  private Read read(byte[] patch) throws IOException {
    var file = directory.resolve("some.patch");
    Files.write(file, patch);
    return PatchFile.read(file, TRUSTED);
  }

  private String refusal(byte[] patch) throws IOException {
    return read(patch) instanceof Read.Refused(var why) ? why : "accepted";
  }

  private static Map<String, byte[]> members() {
    return TestSigner.members(
        "starlingx-26.03.1", "26.03.1", "software".repeat(9_999).getBytes(UTF_8));
  }

  @Test
  void aPatchThatIsSignedSaysWhatItIsAndWhoSaysSo() throws IOException {
    assertThat(read(VENDOR.patch(members())))
        .isEqualTo(
            new Read.Signed(
                new PatchMetadata("starlingx-26.03.1", "26.03.1", "Fixes a thing", true),
                "CN=vendor"));
  }

  @Test
  void aSignatureOfOlderToolsCounts() throws IOException {
    assertThat(read(VENDOR.patchOfOlderTools(members()))).isInstanceOf(Read.Signed.class);
  }

  @Test
  void optionalMembersAreSignedInTheirOrderWhereverTheyLie() throws IOException {
    var inOrder = members();
    inOrder.put("extra.tar", "extra".getBytes(UTF_8));
    inOrder.put("pre-install.sh", "#!/bin/sh".getBytes(UTF_8));
    var signature = VENDOR.pss(joined(inOrder));
    var shuffled = new LinkedHashMap<String, byte[]>();
    for (var name : List.of("pre-install.sh", "software.tar", "extra.tar", "metadata.tar")) {
      shuffled.put(name, inOrder.getOrDefault(name, new byte[0]));
    }
    assertThat(read(TestSigner.packed(shuffled, signature))).isInstanceOf(Read.Signed.class);
  }

  private static byte[] joined(Map<String, byte[]> members) {
    var joined = new ByteArrayOutputStream();
    members.values().forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  @Test
  void whatAStrangerSignedIsRefused() throws IOException {
    assertThat(refusal(STRANGER.patch(members())))
        .contains("made by none of release-vault.trusted-certificates");
  }

  @Test
  void aMemberThatWasExchangedIsRefusedAlthoughItsCheckSumIsRight() throws IOException {
    var signature = VENDOR.pss(joined(members()));
    var other = members();
    other.put("software.tar", "malware".getBytes(UTF_8));
    assertThat(refusal(TestSigner.packed(other, signature))).contains("was changed since");
  }

  @Test
  void aMemberThatWasAddedToWhatIsSignedIsRefused() throws IOException {
    var signature = VENDOR.pss(joined(members()));
    var more = members();
    more.put("post-install.sh", "rm -rf /".getBytes(UTF_8));
    assertThat(refusal(TestSigner.packed(more, signature))).contains("was changed since");
  }

  /** What is verified must be what an extraction leaves under the name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "./software.tar",
        "/software.tar",
        "x/../software.tar",
        "../software.tar",
        ".//software.tar",
        "software.tar/",
        "x//y",
        "x\ny"
      })
  void aSecondSpellingOfANameIsRefused(String alias) throws IOException {
    var signed = members();
    var signature = VENDOR.pss(joined(signed));
    assertThat(refusal(withMember(signed, signature, new TarArchiveEntry(alias, true))))
        .isNotEqualTo("accepted");
    assertThat(refusal(withMember(signed, signature, new TarArchiveEntry("notes/readme", true))))
        .isEqualTo("accepted");
  }

  @Test
  void aLinkInAPatchIsRefused() throws IOException {
    for (byte type : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
      var link = new TarArchiveEntry("elsewhere", type);
      link.setLinkName("software.tar");
      assertThat(refusal(withMember(members(), VENDOR.pss(joined(members())), link)))
          .isEqualTo("elsewhere is no plain file and no directory");
    }
  }

  @Test
  void aDirectoryWithTheNameOfASignedMemberIsRefused() throws IOException {
    var members = members();
    members.put("software.tar/", new byte[0]);
    members.remove("software.tar");
    assertThat(refusal(VENDOR.patch(members))).isEqualTo("software.tar is no plain file");
  }

  /** As signed, with an empty member after all others. */
  private static byte[] withMember(
      Map<String, byte[]> signed, byte[] signature, TarArchiveEntry member) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var in =
            new TarArchiveInputStream(
                new GZIPInputStream(
                    new ByteArrayInputStream(TestSigner.packed(signed, signature))));
        var out = new TarArchiveOutputStream(bytes)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putArchiveEntry(entry);
        in.transferTo(out);
        out.closeArchiveEntry();
      }
      out.putArchiveEntry(member);
      out.closeArchiveEntry();
    }
    return TestSigner.gzip(bytes.toByteArray());
  }

  @Test
  void withoutASignatureItIsRefused() throws IOException {
    assertThat(refusal(TestSigner.packed(members(), new byte[0])))
        .isEqualTo("the patch is not signed: signature.v2 is missing in it");
  }

  @Test
  void aWrongCheckSumIsDamage() throws IOException {
    var all = members();
    var signature = VENDOR.pss(joined(all));
    all.put("signature", "0123".getBytes(UTF_8));
    all.put("signature.v2", signature);
    assertThat(refusal(TestSigner.gzip(TestSigner.tar(all))))
        .startsWith("the patch is damaged: its check sum says 0123");
  }

  @Test
  void whatIsNoArchiveIsRefusedInWords() throws IOException {
    assertThat(refusal("no patch".getBytes(UTF_8))).startsWith("not a patch that can be read");
    assertThat(refusal(TestSigner.gzip(TestSigner.tar(Map.of("a", new byte[1])))))
        .isEqualTo("metadata.tar is missing in the archive");
  }

  @Test
  void aPatchThatBreaksOffIsRefused() throws IOException {
    var whole = VENDOR.patch(members());
    assertThat(refusal(Arrays.copyOf(whole, whole.length / 2)))
        .startsWith("not a patch that can be read");
  }

  @Test
  void entitiesInTheMetadataAreNotFollowed() throws IOException {
    var evil =
        "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><patch><id>&x;</id>"
            + "<sw_version>26.03.1</sw_version></patch>";
    var members = members();
    members.put("metadata.tar", TestSigner.tar(Map.of("metadata.xml", evil.getBytes(UTF_8))));
    assertThat(refusal(VENDOR.patch(members))).contains("metadata.xml");
  }

  @Test
  void aDetachedSignatureNamesItsSigner() throws IOException {
    var image = directory.resolve("image.iso");
    var signature = directory.resolve("image.sig");
    Files.writeString(image, "image");
    Files.write(signature, VENDOR.pkcs1("image".getBytes(UTF_8)));
    assertThat(DetachedSignature.signer(image, signature, TRUSTED)).contains("CN=vendor");
    Files.writeString(image, "imagE");
    assertThat(DetachedSignature.signer(image, signature, TRUSTED)).isEmpty();
  }
}
