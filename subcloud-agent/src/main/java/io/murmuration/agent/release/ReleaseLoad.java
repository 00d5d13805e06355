package io.murmuration.agent.release;

import io.murmuration.agent.operation.CancelSignal;
import io.murmuration.agent.operation.Ending;
import io.murmuration.agent.operation.Interruption;
import io.murmuration.agent.operation.OperationType;
import io.murmuration.agent.operation.Progress;
import io.murmuration.agent.site.SoftwareStore;
import io.murmuration.agent.site.SoftwareStore.Load;
import io.murmuration.agent.site.SoftwareStore.Presence;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.OperationClass;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code release.load}: fetches a release's files and has the site's software management take them.
 * Idempotent: a release that the site knows is done, files that are there are not fetched again,
 * and a load that was cut off is found out by asking for the release. So after a crash it just runs
 * again. One at a time; another one waits for its turn.
 */
public final class ReleaseLoad implements OperationType {
  public static final String NAME = "release.load";

  private static final Logger log = LoggerFactory.getLogger(ReleaseLoad.class);

  /** Loading is the last step, and nobody knows how far it is. */
  private static final int FETCHED_PERCENT = 95;

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int MOST_LOOKS = 60;
  private static final Duration TURN = Duration.ofSeconds(1);

  /** Others finish, or somebody makes room. */
  private static final Duration ROOM_PAUSE = Duration.ofMinutes(1);

  private static final int MOST_ROOM_TRIES = 30;

  private final SoftwareStore software;
  private final ArtefactCache cache;
  private final Downloader downloader;
  private final Duration look;
  private final boolean keeps;
  private final ReentrantLock turn = new ReentrantLock(true);

  /**
   * @param keeps files that the site has taken stay in the cache, until it needs the room
   */
  public ReleaseLoad(
      SoftwareStore software,
      ArtefactCache cache,
      ArtefactSource source,
      ReleaseSettings settings,
      boolean keeps) {
    this(software, cache, source, settings.bytesPerSecond(), LOOK, keeps);
  }

  /**
   * @param look pause between looks at what the software management made of the files
   * @param keeps files that the site has taken stay in the cache, until it needs the room
   */
  ReleaseLoad(
      SoftwareStore software,
      ArtefactCache cache,
      ArtefactSource source,
      long bytesPerSecond,
      Duration look,
      boolean keeps) {
    this.software = software;
    this.cache = cache;
    this.downloader = new Downloader(source, cache, bytesPerSecond);
    this.look = look;
    this.keeps = keeps;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Nothing that runs at the site changes by it. */
  @Override
  public OperationClass operationClass() {
    return OperationClass.DOWNLOAD;
  }

  @Override
  public Interruption afterCrash() {
    return new Interruption.Probe(this::run);
  }

  @Override
  public Ending run(Payload arguments, Progress progress, CancelSignal cancel)
      throws InterruptedException {
    return switch (LoadArguments.read(arguments)) {
      case LoadArguments.Read.Invalid(var why) -> Ending.failed(why);
      case LoadArguments.Read.Valid(var read) -> inTurn(read, progress, cancel);
    };
  }

  private Ending inTurn(LoadArguments arguments, Progress progress, CancelSignal cancel)
      throws InterruptedException {
    while (!turn.tryLock(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
      progress.report(0, "waits for another release");
      if (cancel.isAsked()) {
        return new Ending.NotStarted("cancelled while it waited for its turn");
      }
    }
    try {
      var ending = load(arguments, progress, cancel);
      if (!keeps && ending instanceof Ending.Succeeded) {
        forget(arguments.files());
      }
      return ending;
    } finally {
      turn.unlock();
    }
  }

  /** What cannot be deleted now goes when the cache needs the room. */
  private void forget(List<Artefact> artefacts) {
    for (var artefact : artefacts) {
      try {
        cache.forget(artefact);
      } catch (IOException e) {
        log.warn("artefact {} is left over in the cache: {}", artefact.name(), e.getMessage());
      }
    }
  }

  private Ending load(LoadArguments arguments, Progress progress, CancelSignal cancel)
      throws InterruptedException {
    if (software.presence(arguments.releaseId()) instanceof Presence.Present(var state)) {
      return Ending.succeeded("the site has it already, state " + state);
    }
    for (int tries = 1; ; tries++) {
      try (var _ = cache.makeRoom(arguments.files())) {
        return fetch(arguments, progress, cancel);
      } catch (DiskRoom.NoRoomException e) {
        if (tries == MOST_ROOM_TRIES) {
          return Ending.failed("%s; tried %d times".formatted(e.getMessage(), tries));
        }
        progress.report(0, e.getMessage() + "; waits for room");
        if (cancel.await(ROOM_PAUSE)) {
          return new Ending.NotStarted("cancelled while it waited for room on the disk");
        }
      } catch (IOException e) {
        return Ending.failed(String.valueOf(e.getMessage()));
      }
    }
  }

  private Ending fetch(LoadArguments arguments, Progress progress, CancelSignal cancel)
      throws InterruptedException {
    long total = arguments.size();
    long before = 0;
    for (var artefact : arguments.files()) {
      long others = before;
      var result =
          downloader.fetch(
              artefact,
              cancel,
              have ->
                  progress.report(percent(others + have, total), fetching(others + have, total)));
      switch (result) {
        case Downloader.Result.Complete _ -> before += artefact.size();
        case Downloader.Result.Cancelled _ -> {
          return Ending.failed(
              "cancelled; %d of %d bytes stay in the cache".formatted(before, total));
        }
        case Downloader.Result.Failed(var why) -> {
          return Ending.failed(why);
        }
      }
    }
    progress.report(
        FETCHED_PERCENT, "all %d bytes are there, the site takes them".formatted(total));
    return handOver(arguments, cancel);
  }

  private static int percent(long have, long total) {
    return (int) (have * FETCHED_PERCENT / total);
  }

  private static String fetching(long have, long total) {
    return "%d of %d bytes".formatted(have, total);
  }

  private Ending handOver(LoadArguments arguments, CancelSignal cancel)
      throws InterruptedException {
    var id = arguments.releaseId();
    return switch (software.load(paths(arguments.files()))) {
      case Load.Accepted(var info) -> appeared(id, info, cancel);
      case Load.Unclear(var why) -> appeared(id, why, cancel);
      // what is there already is refused by some releases of the software management
      case Load.Refused(var why) ->
          software.presence(id) instanceof Presence.Present(var state)
              ? Ending.succeeded("the site has it already, state " + state)
              : Ending.failed("the site refuses the release: " + why);
    };
  }

  private SortedMap<String, Path> paths(List<Artefact> artefacts) {
    var paths = new TreeMap<String, Path>();
    artefacts.forEach(artefact -> paths.put(artefact.name(), cache.complete(artefact)));
    return paths;
  }

  /** Taken is what can be seen there, whatever was said. */
  private Ending appeared(String releaseId, String said, CancelSignal cancel)
      throws InterruptedException {
    for (int i = 0; i < MOST_LOOKS; i++) {
      if (software.presence(releaseId) instanceof Presence.Present(var state)) {
        return Ending.succeeded("loaded, state " + state);
      }
      if (cancel.await(look)) {
        return Ending.failed("cancelled after the site was given the files: " + said);
      }
    }
    return Ending.failed("the site was given the files and does not show the release: " + said);
  }
}
