package io.murmuration.central.release.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.release.signature.PatchFile.Read;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
