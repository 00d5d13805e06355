package io.murmuration.central.release.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.release.signature.Signers;
import io.murmuration.central.release.signature.TestSigner;
import io.murmuration.central.release.vault.Vault;
import io.murmuration.central.release.vault.VaultException;
import io.murmuration.central.store.Commits;
import io.murmuration.central.subcloud.TestHub;
import io.murmuration.central.testing.FormBody;
import io.murmuration.central.testing.contract.Samples;
import io.murmuration.schema.tx.Transactions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Timeout(120)
class ReleaseRoutesTest {
  private static final String RELEASES = "/v1.0/releases";
  private static final String ID = "starlingx-26.03.1";
  private static final long LARGE = 40L << 20;
  private static final TestSigner VENDOR = new TestSigner("vendor");

  @TempDir private Path directory;
  @TempDir private Path usm;
  private Optional<TestHub> hub = Optional.empty();
  private Optional<ReleaseService> service = Optional.empty();
  private boolean onItsWay;
  private boolean withoutUsm;

  @AfterEach
  void close() {
    hub.ifPresent(TestHub::close);
  }

  private TestHub unsigned() {
    return hub(new Signers(List.of()));
  }

  private TestHub verifying() {
    return hub(new Signers(List.of(VENDOR.certificate())));
  }

  private TestHub hub(Signers signers) {
    var made = new TestHub((transactions, commits) -> features(transactions, commits, signers));
    hub = Optional.of(made);
    return made;
  }

  private List<Feature> features(Transactions transactions, Commits commits, Signers signers) {
    try {
      var vault = Vault.open(directory, new Vault.Limits(LARGE, 0), UUID::randomUUID);
      var made =
          new ReleaseService(
              transactions,
              commits,
              vault,
              (_, id) -> {
                if (onItsWay) {
                  throw new RefusedException(new ApiError.Conflict(id + " is on its way"));
                }
              });
      service = Optional.of(made);
      var vaultOfUsm = withoutUsm ? Optional.<Path>empty() : Optional.of(usm);
      return List.of(new ReleaseRoutes(made, vault, signers, vaultOfUsm));
    } catch (VaultException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestHub.Reply send(TestHub hub, FormBody form) {
    return hub.sendBytes("POST", RELEASES, TestHub.ADMIN, form.contentType(), form.bytes());
  }

  /** A form whose file is bytes and not text. */
  private static TestHub.Reply send(TestHub hub, String name, byte[] file, String... fields) {
    var body = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      body.writeBytes(
          "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(fields[i], fields[i + 1])
              .getBytes(UTF_8));
    }
    body.writeBytes(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
            .formatted(name)
            .getBytes(UTF_8));
    body.writeBytes(file);
    body.writeBytes("\r\n--b--\r\n".getBytes(UTF_8));
    return hub.sendBytes(
        "POST", RELEASES, TestHub.ADMIN, "multipart/form-data; boundary=b", body.toByteArray());
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private List<String> inVault() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  @Test
  void aNodeThatDoesNotSeeUsmsVaultTakesNothingOver() {
    withoutUsm = true;
    var order = "{\"release_id\": \"" + ID + "\"}";
    var refused =
        unsigned()
            .sendBytes("POST", RELEASES, TestHub.ADMIN, "application/json", order.getBytes(UTF_8));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("release-vault.usm-directory").contains("send the files");
  }

  @Test
  void aReleaseWithItsDigestIsKeptUnderItAndShown() throws Exception {
    var hub = unsigned();
    var made = send(hub, Samples.release(ID, "some bytes"));

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().get("signed").asBoolean()).isFalse();
    assertThat(made.json().at("/files/0/name").asText()).isEqualTo(ID + ".patch");
    var sha256 = sha256("some bytes".getBytes(UTF_8));
    assertThat(directory.resolve("sha256/" + sha256.substring(0, 2) + "/" + sha256))
        .hasContent("some bytes");
    assertThat(hub.get(RELEASES + "/" + ID).json()).isEqualTo(made.json());
    assertThat(hub.get(RELEASES).json().get("releases")).containsExactly(made.json());
    assertThat(hub.get(RELEASES + "/other").status()).isEqualTo(404);
  }

  @Test
  void theSameTwiceIsTheSameAndOtherBytesAreAConflict() throws Exception {
    var hub = unsigned();
    var made = send(hub, Samples.release(ID, "some bytes"));
    assertThat(send(hub, Samples.release(ID, "some bytes")).json()).isEqualTo(made.json());

    var other = send(hub, Samples.release(ID, "other bytes"));

    assertThat(other.status()).isEqualTo(409);
    assertThat(other.body()).contains("registered with other bytes");
    assertThat(inVault()).hasSize(1);
  }

  @Test
  void withoutSignersADigestIsNeededAndMustBeRight() throws Exception {
    var hub = unsigned();
    var none = new FormBody().field("release_id", ID).field("sw_version", "26.03.1");
    assertThat(send(hub, none.file("f", "x.patch", "some bytes")).body())
        .contains("sha256 of x.patch: none");
    var wrong = Samples.release(ID, "some bytes").field("sha256", "00".repeat(32));
    assertThat(send(hub, wrong).body())
        .contains(sha256("some bytes".getBytes(UTF_8)))
        .contains("(expected: " + "00".repeat(32) + ")");
    assertThat(inVault()).isEmpty();
  }

  @Test
  void aFileThatFitsIntoNoOtherBodyPassesAndALargerOneLeavesNothing() throws Exception {
    var hub = unsigned();
    var large = new byte[(int) LARGE];
    assertThat(
            send(
                    hub,
                    "l.iso",
                    large,
                    "release_id",
                    ID,
                    "sw_version",
                    "26.03",
                    "sha256",
                    sha256(large))
                .status())
        .isEqualTo(200);
    var tooLarge = send(hub, "m.iso", new byte[(int) LARGE + 1], "release_id", ID);
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.body()).contains("release-vault.most-bytes");
    assertThat(inVault()).hasSize(1);
  }

  @Test
  void formsThatMakeNoSenseAreRefused() throws Exception {
    var hub = unsigned();
    assertThat(hub.sendBytes("POST", RELEASES, TestHub.ADMIN, "text/plain", new byte[1]).status())
        .isEqualTo(400);
    assertThat(
            hub.sendBytes(
                    "POST",
                    RELEASES,
                    TestHub.ADMIN,
                    "multipart/form-data; boundary=b",
                    "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\nabc"
                        .getBytes(UTF_8))
                .status())
        .isEqualTo(400);
    assertThat(send(hub, Samples.release("../evil", "x")).body()).contains("release_id");
    assertThat(inVault()).isEmpty();
  }

  @Test
  void aSignedPatchNamesItselfAndWhoSignedIt() throws Exception {
    var hub = verifying();
    var made = send(hub, "any.patch", VENDOR.patch(ID, "26.03.1", "software".getBytes(UTF_8)));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().get("release_id").asText()).isEqualTo(ID);
    assertThat(made.json().get("signed_by").asText()).isEqualTo("CN=vendor");
    assertThat(made.json().get("reboot_required").asBoolean()).isTrue();
  }

  @Test
  void whatIsNotSignedByWhomTheHubTrustsIsRefused() throws Exception {
    var hub = verifying();
    var stranger = new TestSigner("stranger");
    assertThat(send(hub, "x.patch", stranger.patch(ID, "26.03.1", new byte[10])).body())
        .contains("made by none of release-vault.trusted-certificates");
    assertThat(send(hub, Samples.release(ID, "some bytes")).body()).contains("not a patch");
    assertThat(send(hub, "x.iso", new byte[10], "sha256", sha256(new byte[10])).body())
        .contains("one .patch, or one .iso with its .sig");
    assertThat(
            send(hub, "x.patch", VENDOR.patch(ID, "26.03.1", new byte[10]), "release_id", "other")
                .body())
        .contains("release_id: other (expected: " + ID);
    assertThat(inVault()).isEmpty();
  }

  @Test
  void aReleaseIsTakenOverFromUsmsVault() throws Exception {
    var hub = verifying();
    Files.createDirectories(usm.resolve("26.03"));
    Files.write(
        usm.resolve("26.03/other.patch"),
        VENDOR.patch("starlingx-26.03.2", "26.03.2", new byte[9]));
    Files.write(usm.resolve("26.03/wanted.patch"), VENDOR.patch(ID, "26.03.1", new byte[10]));

    var order = "{\"release_id\":\"%s\"}".formatted(ID);
    var made =
        hub.sendBytes("POST", RELEASES, TestHub.ADMIN, "application/json", order.getBytes(UTF_8));

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().at("/files/0/name").asText()).isEqualTo("wanted.patch");
    var missing = "{\"release_id\":\"starlingx-26.03.7\"}".getBytes(UTF_8);
    assertThat(hub.sendBytes("POST", RELEASES, TestHub.ADMIN, "application/json", missing).status())
        .isEqualTo(404);
    var outside =
        "{\"release_id\":\"%s\",\"files\":[{\"name\":\"../x\"}]}".formatted(ID).getBytes(UTF_8);
    assertThat(hub.sendBytes("POST", RELEASES, TestHub.ADMIN, "application/json", outside).status())
        .isEqualTo(400);
  }

  @Test
  void aDeletedReleaseTakesItsBytesAlongUnlessAnotherHasThem() throws Exception {
    var hub = unsigned();
    send(hub, Samples.release(ID, "some bytes"));
    send(hub, Samples.release("starlingx-26.03.2", "some bytes"));
    assertThat(hub.delete(RELEASES + "/" + ID).status()).isEqualTo(200);
    assertThat(inVault()).hasSize(1);
    onItsWay = true;
    assertThat(hub.delete(RELEASES + "/starlingx-26.03.2").status()).isEqualTo(409);
    onItsWay = false;
    hub.delete(RELEASES + "/starlingx-26.03.2");
    assertThat(inVault()).isEmpty();
    assertThat(hub.get(RELEASES).json().get("releases")).isEmpty();
  }

  @Test
  void aDamagedFileIsHealedByRegisteringItAgain() throws Exception {
    var hub = unsigned();
    send(hub, Samples.release(ID, "some bytes"));
    var sha256 = sha256("some bytes".getBytes(UTF_8));
    var place = directory.resolve("sha256/" + sha256.substring(0, 2) + "/" + sha256);
    Files.writeString(place, "some Bytes");

    assertThat(send(hub, Samples.release(ID, "some bytes")).status()).isEqualTo(200);

    assertThat(place).hasContent("some bytes");
    assertThat(inVault()).containsExactly(sha256);
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  /** Content that no row names. */
  private Path orphan(String twoDigits, Duration age) throws IOException {
    var orphan = directory.resolve("sha256/" + twoDigits + "/" + twoDigits.repeat(32));
    Files.createDirectories(orphan.getParent());
    Files.writeString(orphan, "placed, and then the node died before its row");
    age(orphan, age);
    return orphan;
  }

  private void sweep() {
    service.orElseThrow().sweep(InstantSource.system());
  }

  @Test
  void whatACrashLeftIsSweptAfterDaysAndWhatIsNamedOrBeingWrittenStays() throws Exception {
    var hub = unsigned();
    sweep(); // notes whose it is
    send(hub, Samples.release(ID, "some bytes"));
    var named = sha256("some bytes".getBytes(UTF_8));
    age(directory.resolve("sha256/" + named.substring(0, 2) + "/" + named), Duration.ofDays(99));
    orphan("ab", Duration.ofDays(8));
    var young = orphan("cd", Duration.ofDays(6));
    var dead = directory.resolve("incoming/dead");
    Files.writeString(dead, "half");
    age(dead, Duration.ofHours(2));
    Files.writeString(directory.resolve("incoming/alive"), "half");

    sweep();

    assertThat(inVault())
        .containsExactlyInAnyOrder("hub", "alive", named, young.getFileName().toString());
  }

  @Test
  void aDatabaseThatMayNotBeTheVaultsDeletesNothing() throws Exception {
    var hub = unsigned();
    var orphan = orphan("ab", Duration.ofDays(99));
    hub.sql("UPDATE hub SET hold = 'restored'");
    sweep();
    assertThat(directory.resolve("hub")).doesNotExist();

    hub.sql("UPDATE hub SET hold = NULL");
    sweep();
    assertThat(directory.resolve("hub")).exists();
    assertThat(orphan).as("no word of whose it was").exists();

    Files.writeString(directory.resolve("hub"), "another hub's history\n");
    sweep();
    assertThat(directory.resolve("hub")).hasContent("another hub's history");
    assertThat(orphan).exists();

    Files.delete(directory.resolve("hub")); // as the log says
    sweep();
    sweep();
    assertThat(orphan).doesNotExist();
  }
}
