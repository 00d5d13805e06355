package io.murmuration.agent.release;

import io.murmuration.agent.operation.CancelSignal;
import io.murmuration.agent.release.ArtefactSource.BrokenException;
import io.murmuration.agent.release.ArtefactSource.Chunks;
import io.murmuration.agent.release.Download.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what {@link Download} decides: asks, writes, hashes, waits. One download at a time. */
final class Downloader {
  private static final Logger log = LoggerFactory.getLogger(Downloader.class);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ArtefactSource source;
  private final ArtefactCache cache;
  private final long bytesPerSecond;

  /** How a download ended. */
  sealed interface Result {
    record Complete() implements Result {}

    record Cancelled() implements Result {}

    record Failed(String why) implements Result {}
  }

  /**
   * @param bytesPerSecond the agent's own limit, below the hub's; 0: none
   */
  Downloader(ArtefactSource source, ArtefactCache cache, long bytesPerSecond) {
    this.source = source;
    this.cache = cache;
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Brings the artefact into the cache, from wherever an earlier try left it.
   *
   * @param have told how many bytes are there
   * @throws InterruptedException if the agent stops; what was fetched stays
   */
  Result fetch(Artefact artefact, CancelSignal cancel, LongConsumer have)
      throws InterruptedException {
    try {
      if (cache.isComplete(artefact)) {
        if (PartialFile.digestOf(cache.complete(artefact)).equals(artefact.sha256())) {
          cache.use(artefact);
          have.accept(artefact.size());
          return new Result.Complete();
        }
        log.warn("artefact {} in the cache is damaged, fetched again", artefact.name());
        cache.forget(artefact);
      }
      return fetchRest(artefact, cancel, have);
    } catch (IOException e) {
      return new Result.Failed("the agent's disk: " + e.getMessage());
    }
  }

  private Result fetchRest(Artefact artefact, CancelSignal cancel, LongConsumer have)
      throws IOException, InterruptedException {
    try (var file = PartialFile.open(cache.partial(artefact))) {
      var step = Download.of(artefact, file.size()).begin();
      while (true) {
        switch (step) {
          case Step.Ask(var next, var pause) -> {
            have.accept(next.have());
            if (cancel.await(pause)) {
              return new Result.Cancelled();
            }
            var after = receive(next, file, cancel, have);
            if (after.isEmpty()) {
              return new Result.Cancelled();
            }
            step = after.get();
          }
          case Step.Verify(var next) -> step = next.verified(file.finish());
          case Step.StartAnew(var next, var why) -> {
            log.warn("artefact {} fetched again reason={}", artefact.name(), why);
            file.clear();
            step = next.begin();
          }
          case Step.Complete() -> {
            cache.finish(artefact);
            have.accept(artefact.size());
            return new Result.Complete();
          }
          case Step.GiveUp(var why) -> {
            return new Result.Failed(why);
          }
          case Step.GiveUpSpoiled(var why) -> {
            cache.forget(artefact);
            return new Result.Failed(why);
          }
          case Step.Take _ -> throw new IllegalStateException("a chunk without a stream");
        }
      }
    }
  }

  /** Reads one stream to its end. Empty: cancelled. */
  private Optional<Step> receive(
      Download download, PartialFile file, CancelSignal cancel, LongConsumer have)
      throws IOException, InterruptedException {
    var now = download;
    try (Chunks chunks = source.open(download.artefact().sha256(), download.have())) {
      while (true) {
        var chunk = chunks.next();
        if (chunk.isEmpty()) {
          return Optional.of(now.ended());
        }
        var bytes = chunk.get().data();
        var step = now.chunk(chunk.get().offset(), bytes.size(), chunk.get().total());
        if (!(step instanceof Step.Take(var next))) {
          return Optional.of(step);
        }
        file.append(bytes);
        now = next;
        have.accept(now.have());
        if (cancel.await(pause(bytes.size()))) {
          return Optional.empty();
        }
      }
    } catch (BrokenException e) {
      log.info("fetch {} broke at={} reason={}", now.artefact().name(), now.have(), e.getMessage());
      return Optional.of(
          e.isForGood() ? now.refused(String.valueOf(e.getMessage())) : now.broke(e.retryAfter()));
    }
  }

  private Duration pause(int bytes) {
    return bytesPerSecond == 0 ? Duration.ZERO : Duration.ofNanos(bytes * SECOND / bytesPerSecond);
  }
}
