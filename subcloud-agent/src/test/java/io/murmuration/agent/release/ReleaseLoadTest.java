package io.murmuration.agent.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.operation.CancelSignal;
import io.murmuration.agent.operation.Ending;
import io.murmuration.agent.release.ArtefactSource.BrokenException;
import io.murmuration.agent.site.SoftwareStore;
import io.murmuration.agent.site.simulated.SimulatedSoftware;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReleaseLoadTest {
  private static final String ID = "starlingx-26.03.1";
  private static final int SIZE = 50_500;

  /** Waits are not waited. */
  private static final CancelSignal NEVER =
      new CancelSignal() {
        @Override
        public boolean isAsked() {
          return false;
        }

        @Override
        public boolean await(Duration most) {
          return false;
        }
      };

  @TempDir private Path directory;
  private final FakeHubArtefacts hub = new FakeHubArtefacts();
  private final SimulatedSoftware software = new SimulatedSoftware();
  private final List<String> told = new ArrayList<>();
  private long most = 1 << 20;
  private boolean keeps = true;
  private DiskRoom disk = new DiskRoom(0);

  private ReleaseLoad load(SoftwareStore store) throws IOException {
    var cache = ArtefactCache.open(directory, most, disk, InstantSource.system());
    return new ReleaseLoad(store, cache, hub, 0, Duration.ZERO, keeps);
  }

  private Ending run(Artefact... artefacts) throws Exception {
    return run(software, NEVER, artefacts);
  }

  private Ending run(SoftwareStore store, CancelSignal cancel, Artefact... artefacts)
      throws Exception {
    return load(store)
        .run(arguments(artefacts), (percent, details) -> told.add(percent + " " + details), cancel);
  }

  private static Payload arguments(Artefact... artefacts) {
    var files =
        Arrays.stream(artefacts)
            .map(a ->
                "{\"name\":\"%s\",\"sha256\":\"%s\",\"size\":%d}"
                    .formatted(a.name(), a.sha256(), a.size()))
            .collect(Collectors.joining(","));
    return Payload.of("{\"files\":[%s],\"release_id\":\"%s\"}".formatted(files, ID));
  }

  private static String details(Ending ending) {
    return switch (ending) {
      case Ending.Succeeded(var details, _) -> "succeeded: " + details;
      case Ending.Failed(var details, _) -> "failed: " + details;
      case Ending.NotStarted(var details) -> "not started: " + details;
      case Ending.CannotTell(var details) -> "cannot tell: " + details;
    };
  }

  private Artefact patch() {
    return hub.add(ID + ".patch", SIZE, 1);
  }

  @Test
  void aReleaseIsFetchedAndLoadedAndProgressIsTold() throws Exception {
    var patch = patch();
    assertThat(details(run(patch))).isEqualTo("succeeded: loaded, state available");
    assertThat(software.loads(ID)).isEqualTo(1);
    assertThat(Files.readAllBytes(directory.resolve(patch.sha256()))).isEqualTo(hub.bytes(patch));
    assertThat(told).contains("0 0 of 50500 bytes", "95 50500 of 50500 bytes");
  }

  @Test
  void whatTheSiteHasIsDoneWithoutAByte() throws Exception {
    var patch = patch();
    run(patch);
    assertThat(details(run(patch)))
        .isEqualTo("succeeded: the site has it already, state available");
    assertThat(hub.given()).isEqualTo(SIZE);
    assertThat(software.loads(ID)).isEqualTo(1);
  }

  @Test
  void aBrokenStreamGoesOnWhereItWas() throws Exception {
    hub.breaksAfter(7, 4);
    assertThat(details(run(patch()))).startsWith("succeeded");
    assertThat(hub.offsets()).containsExactly(0L, 7_000L, 14_000L, 21_000L, 28_000L);
    assertThat(hub.given()).isEqualTo(SIZE);
  }

  @Test
  void anAgentThatStopsGoesOnWhereItWasInItsNextLife() throws Exception {
    var patch = patch();
    hub.breaksAfter(20, 1);
    var stops =
        new CancelSignal() {
          @Override
          public boolean isAsked() {
            return false;
          }

          @Override
          public boolean await(Duration most) throws InterruptedException {
            if (hub.given() == 20_000) {
              throw new InterruptedException("the agent stops");
            }
            return false;
          }
        };
    try {
      run(software, stops, patch);
      throw new AssertionError("not interrupted");
    } catch (InterruptedException _) {
      assertThat(software.loads(ID)).isZero();
    }
    assertThat(details(run(patch))).startsWith("succeeded");
    assertThat(hub.offsets()).containsExactly(0L, 20_000L, 40_000L);
    assertThat(hub.given()).isEqualTo(SIZE);
  }

  @Test
  void aFlippedBitIsNoticedAndAllOfItFetchedAgain() throws Exception {
    hub.flips(2);
    assertThat(details(run(patch()))).startsWith("succeeded");
    assertThat(hub.offsets()).containsExactly(0L, 0L, 0L);
    assertThat(software.loads(ID)).isEqualTo(1);
  }

  @Test
  void bytesThatStayWrongAreRefusedWithBothDigestsAndNothingIsKept() throws Exception {
    hub.flips(100);
    var patch = patch();
    assertThat(details(run(patch)))
        .startsWith("failed: " + ID + ".patch came wrong 3 times, last: sha256 ")
        .contains("(expected: " + patch.sha256() + ")");
    assertThat(software.loads(ID)).isZero();
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aCacheThatWasDamagedIsNotBelieved() throws Exception {
    var patch = patch();
    var wrong = hub.bytes(patch);
    wrong[17] ^= 1;
    Files.write(directory.resolve(patch.sha256()), wrong);
    assertThat(details(run(patch))).startsWith("succeeded");
    assertThat(Files.readAllBytes(directory.resolve(patch.sha256()))).isEqualTo(hub.bytes(patch));
  }

  @Test
  void whatIsInTheCacheIsNotFetchedAgainForAnotherLoad() throws Exception {
    var patch = patch();
    run(new NeverThere(), NEVER, patch);
    assertThat(details(run(patch))).startsWith("succeeded");
    assertThat(hub.given()).isEqualTo(SIZE);
  }

  /** Takes everything and shows nothing. */
  private static final class NeverThere implements SoftwareStore {
    @Override
    public Presence presence(String releaseId) {
      return new Presence.Absent();
    }

    @Override
    public Load load(SortedMap<String, Path> files) {
      return new Load.Accepted("ok");
    }
  }

  @Test
  void takenIsWhatTheSiteShowsWhateverItSaid() throws Exception {
    assertThat(details(run(new NeverThere(), NEVER, patch())))
        .isEqualTo("failed: the site was given the files and does not show the release: ok");
  }

  @Test
  void aSiteThatRefusesIsQuoted() throws Exception {
    var refuses =
        new SoftwareStore() {
          @Override
          public Presence presence(String releaseId) {
            return new Presence.Absent();
          }

          @Override
          public Load load(SortedMap<String, Path> files) {
            return new Load.Refused("USM: needs 26.03.0");
          }
        };
    assertThat(details(run(refuses, NEVER, patch())))
        .isEqualTo("failed: the site refuses the release: USM: needs 26.03.0");
  }

  @Test
  void aLoadWhoseAnswerWasLostIsFoundOutByAsking() throws Exception {
    var answersAreLost =
        new SoftwareStore() {
          @Override
          public Presence presence(String releaseId) {
            return software.presence(releaseId);
          }

          @Override
          public Load load(SortedMap<String, Path> files) {
            software.load(files);
            return new Load.Unclear("USM broke the call off");
          }
        };
    assertThat(details(run(answersAreLost, NEVER, patch())))
        .isEqualTo("succeeded: loaded, state available");
  }

  @Test
  void whatTheHubDoesNotGiveEndsInItsWords() throws Exception {
    hub.refuses(new BrokenException("not on its way to this subcloud", true, Duration.ZERO));
    assertThat(details(run(patch())))
        .isEqualTo(
            "failed: the hub does not give artefact "
                + ID
                + ".patch: not on its way to this subcloud");
  }

  @Test
  void aRefusalKeepsTheBytesThatAreThereForAnotherTry() throws Exception {
    var patch = patch();
    var part = directory.resolve(patch.sha256() + ".part");
    Files.write(part, Arrays.copyOf(hub.bytes(patch), 20_000));
    hub.refuses(new BrokenException("not on its way to this subcloud", true, Duration.ZERO));
    assertThat(details(run(patch))).startsWith("failed: the hub does not give artefact");
    assertThat(part).hasSize(20_000);
  }

  @Test
  void whereTheCachesOfManySitesFillOneDiskWhatTheSiteHasTakenIsGivenUp() throws Exception {
    keeps = false;
    var patch = patch();
    run(new NeverThere(), NEVER, patch);
    assertThat(directory.resolve(patch.sha256())).as("for another try").exists();
    assertThat(details(run(patch))).startsWith("succeeded");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aWishToStopEndsItAndKeepsTheBytes() throws Exception {
    var patch = patch();
    var stop =
        new CancelSignal() {
          @Override
          public boolean isAsked() {
            return hub.given() >= 10_000;
          }

          @Override
          public boolean await(Duration most) {
            return isAsked();
          }
        };
    assertThat(details(run(software, stop, patch))).startsWith("failed: cancelled");
    assertThat(Files.size(directory.resolve(patch.sha256() + ".part"))).isEqualTo(10_000);
  }

  @Test
  void theOldestGoesWhenTheCacheIsFull() throws Exception {
    most = 2L * SIZE;
    var first = hub.add("a.patch", SIZE, 2);
    var second = hub.add("b.patch", SIZE, 3);
    var third = hub.add("c.patch", SIZE, 4);
    for (var artefact : List.of(first, second)) {
      run(new NeverThere(), NEVER, artefact);
    }
    Files.setLastModifiedTime(directory.resolve(second.sha256()), FileTime.fromMillis(1_000));
    run(new NeverThere(), NEVER, third);
    assertThat(directory.resolve(first.sha256())).exists();
    assertThat(directory.resolve(second.sha256())).doesNotExist();
    assertThat(directory.resolve(third.sha256())).exists();
  }

  @Test
  void aReleaseThatDoesNotFitIsRefusedInWords() throws Exception {
    most = SIZE - 1;
    assertThat(details(run(patch())))
        .isEqualTo(
            "failed: the release has 50500 bytes (expected: at most the 50499 of release.cache.mib)");
  }

  @Test
  void aDiskThatIsFullIsWaitedForAndSomeOfItStaysFree() throws Exception {
    var free = new AtomicLong(SIZE + 97);
    disk = new DiskRoom(100, _ -> free.getAndIncrement()); // asked twice: others may be evicted
    assertThat(details(run(patch()))).startsWith("succeeded");
    assertThat(told)
        .first()
        .asString()
        .startsWith("0 no room on the agent's disk: ")
        .contains("100 of release.cache.keep-free.mib (expected: 50500)")
        .endsWith("; waits for room");
  }

  @Test
  void aDiskThatStaysFullEndsItInWords() throws Exception {
    disk = new DiskRoom(100, _ -> SIZE);
    assertThat(details(run(patch())))
        .startsWith("failed: no room on the agent's disk: 50500 bytes are free")
        .endsWith("; tried 30 times");
    assertThat(hub.given()).isZero();
  }

  @Test
  void roomThatOneCacheWasPromisedIsNotPromisedToAnother() throws Exception {
    disk = new DiskRoom(0, _ -> SIZE + SIZE / 2);
    var cache = ArtefactCache.open(directory.resolve("other"), most, disk, InstantSource.system());
    var promised = cache.makeRoom(List.of(hub.add("other.patch", SIZE, 9)));
    var patch = patch();
    assertThat(details(run(patch))).startsWith("failed: no room on the agent's disk: ");
    promised.close();
    assertThat(details(run(patch))).startsWith("succeeded");
  }

  @Test
  void argumentsThatMakeNoSenseAreToldAllAtOnce() throws Exception {
    var ending =
        load(software).run(Payload.of("{\"files\":[{\"name\":\"../x\"}]}"), (_, _) -> {}, NEVER);
    assertThat(details(ending)).contains("release_id: ").contains("files: ../x");
  }
}
