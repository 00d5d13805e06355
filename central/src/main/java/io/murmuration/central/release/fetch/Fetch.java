package io.murmuration.central.release.fetch;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.release.fetch.VerifiedFiles.UnfitException;
import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Sha256;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.proto.FetchChunk;
import io.murmuration.proto.FetchRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fetch. Callbacks come on the event loop and only leave word; one thread, from the start of
 * the call to its end, waits for the request, asks, reads, waits for the budget and for the peer,
 * and sends. A chunk at a time is in memory.
 */
final class Fetch extends ServerCall.Listener<FetchRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);

  /** Encrypted in one turn of a lane, so not large. */
  static final int CHUNK = 64 * 1024;

  /** A delivery that is cancelled stops a fetch in this time; a revocation does so at once. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  private static final long MISSING_RETRY_MS = 30_000;

  private final ServerCall<FetchRequest, FetchChunk> call;
  private final AgentIdentity caller;
  private final FetchServices services;
  private final Runnable leave;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Semaphore ready = new Semaphore(0);
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile @Nullable FetchRequest request;
  private volatile @Nullable Status cut;
  private volatile boolean doubted;

  /** Of the thread. */
  private boolean closed;

  /** Why a fetch ends without its last byte. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Status status;
    private final long retryMs;

    RefusedException(Status status, long retryMs) {
      super(status.getDescription(), null, false, false);
      this.status = status;
      this.retryMs = retryMs;
    }
  }

  /**
   * @param leave gives the place back, once
   */
  Fetch(
      ServerCall<FetchRequest, FetchChunk> call,
      AgentIdentity caller,
      FetchServices services,
      Runnable leave) {
    this.call = call;
    this.caller = caller;
    this.services = services;
    this.leave = leave;
  }

  /** Once. From now on the place is the thread's to give back, however the call goes. */
  void start(Executor threads) {
    try {
      threads.execute(this::run);
    } catch (RejectedExecutionException _) {
      end(Status.UNAVAILABLE.withDescription("this node stops"), 0);
      leave.run();
    }
  }

  @Override
  public void onMessage(FetchRequest message) {
    request = message;
  }

  @Override
  public void onHalfClose() {
    asked.countDown();
  }

  @Override
  public void onReady() {
    ready.release();
  }

  @Override
  public void onCancel() {
    gone.countDown();
    asked.countDown();
    ready.release();
  }

  /**
   * Ends the call in a moment, whatever it waits for; within a second if it is a file that is being
   * read through. Any thread.
   */
  void cut(String why) {
    cut = Status.PERMISSION_DENIED.withDescription(why);
    onCancel();
  }

  /** Before its next chunk, whether it still may. Any thread. */
  void askAgain() {
    doubted = true;
  }

  // the thread's boundary: whatever happens, the call ends and its place is given back
  private void run() {
    var id = caller.subcloud();
    var end = FetchMetrics.End.BROKEN;
    try {
      serve(request());
      if (gone.getCount() > 0) {
        close(Status.OK, new Metadata());
        end = FetchMetrics.End.COMPLETE;
      }
    } catch (RefusedException e) {
      LOG.info("fetch {} refused reason={}", id, e.getMessage());
      end(e.status, e.retryMs);
      end = FetchMetrics.End.REFUSED;
    } catch (InterruptedException _) {
      LOG.debug("fetch {} ended, this node stops", id); // the listener has told its peers
    } catch (UnfitException e) {
      LOG.warn("fetch {} broken reason={}", id, e.words());
      end(Status.UNAVAILABLE.withDescription(e.words()), MISSING_RETRY_MS);
    } catch (IOException e) {
      LOG.warn("fetch {} broken reason={}", id, e.toString()); // names a path of this node
      end(
          Status.UNAVAILABLE.withDescription(
              "this node cannot read the artefact; the hub's log has the reason"),
          MISSING_RETRY_MS);
    } catch (RejectedExecutionException _) {
      LOG.debug("fetch {} ended with the event loops of this node", id);
    } catch (RuntimeException e) {
      if (DatabaseFailures.isAway(e)) {
        LOG.warn("fetch {} broken, the database is away reason={}", id, e.getMessage());
        end(Status.UNAVAILABLE.withDescription("the hub's database is away"), MISSING_RETRY_MS);
      } else {
        services.world().faults().report("fetch", e);
        end(Status.INTERNAL.withDescription("a bug; the hub's log has it"), MISSING_RETRY_MS);
      }
    } finally {
      closeIfCut();
      services.world().metrics().ended(end);
      leave.run();
    }
  }

  /** The thread has said nothing to the peer then, which is no more waited for. */
  private void closeIfCut() {
    var why = cut;
    if (why != null && !closed) {
      LOG.info("fetch {} cut off reason={}", caller.subcloud(), why.getDescription());
      close(why, new Metadata());
    }
  }

  private void close(Status status, Metadata trailers) {
    closed = true;
    try {
      call.close(status, trailers);
    } catch (RejectedExecutionException _) {
      LOG.debug("fetch {} ended with the event loops of this node", caller.subcloud());
    }
  }

  /** Waits for it, so long as a peer is waited for. */
  private FetchRequest request() throws RefusedException, InterruptedException {
    var patience = services.limits().patience();
    if (!asked.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new RefusedException(
          Status.DEADLINE_EXCEEDED.withDescription(
              "no request came within " + patience.toSeconds() + " s"),
          0);
    }
    var given = request;
    if (given == null) {
      throw new RefusedException(Status.INVALID_ARGUMENT.withDescription("no request"), 0);
    }
    return given;
  }

  private void serve(FetchRequest asked)
      throws RefusedException, IOException, InterruptedException {
    if (gone.getCount() == 0) {
      return;
    }
    var artefact = artefact(asked.getArtefact());
    var content = granted(artefact);
    if (asked.getOffset() < 0 || asked.getOffset() > content.size()) {
      throw new RefusedException(
          Status.OUT_OF_RANGE.withDescription(
              "offset: %d (expected: 0 to %d)".formatted(asked.getOffset(), content.size())),
          0);
    }
    try (var file = services.files().open(content, () -> gone.getCount() == 0)) {
      if (file == null || gone.getCount() == 0) {
        return;
      }
      call.sendHeaders(new Metadata());
      send(file, content, asked.getOffset());
    }
  }

  private static Sha256 artefact(ByteString digest) throws RefusedException {
    try {
      return Sha256.of(digest.toByteArray());
    } catch (IllegalArgumentException _) {
      throw new RefusedException(
          Status.INVALID_ARGUMENT.withDescription("artefact: not 32 bytes"), 0);
    }
  }

  private Content granted(Sha256 artefact) throws RefusedException {
    return services
        .grants()
        .granted(caller, artefact)
        .orElseThrow(() ->
            new RefusedException(
                Status.PERMISSION_DENIED.withDescription(
                    "artefact " + artefact + " is not on its way to this subcloud"),
                0));
  }

  private void send(FileChannel file, Content content, long from)
      throws RefusedException, IOException, InterruptedException {
    long at = from;
    long askedNanos = services.world().nanoTime().getAsLong();
    while (at < content.size() && peerTakes()) {
      int count = (int) Math.min(CHUNK, content.size() - at);
      var bytes = read(file, at, count);
      long wait =
          services
              .pace()
              .take(caller.subcloud(), count)
              .orElseThrow(() ->
                  new RefusedException(
                      Status.RESOURCE_EXHAUSTED.withDescription(
                          "the budget of the fleet, or of this site, is too small for so many"),
                      Pace.LONGEST.toMillis()));
      if (wait > 0 && gone.await(wait, TimeUnit.NANOSECONDS)) {
        return;
      }
      long now = services.world().nanoTime().getAsLong();
      if (doubted || now - askedNanos > ASK_AGAIN.toNanos()) {
        doubted = false;
        granted(content.sha256());
        askedNanos = now;
      }
      call.sendMessage(
          FetchChunk.newBuilder().setOffset(at).setData(bytes).setTotal(content.size()).build());
      services.world().metrics().sent(count);
      at += count;
    }
  }

  /** Waits until the peer takes data. False: it is gone. */
  private boolean peerTakes() throws RefusedException, InterruptedException {
    while (gone.getCount() > 0 && !call.isReady()) {
      if (!ready.tryAcquire(services.limits().patience().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RefusedException(
            Status.DEADLINE_EXCEEDED.withDescription(
                "nothing was taken for " + services.limits().patience().toSeconds() + " s"),
            0);
      }
    }
    ready.drainPermits();
    return gone.getCount() > 0;
  }

  private static ByteString read(FileChannel file, long at, int count) throws IOException {
    var buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new UnfitException("the artefact became shorter at the hub");
      }
    }
    return ByteString.copyFrom(buffer.flip());
  }

  private void end(Status status, long retryMs) {
    if (gone.getCount() == 0) {
      return;
    }
    var trailers = new Metadata();
    if (retryMs > 0) {
      trailers.put(FetchHandler.RETRY_AFTER_MS, Long.toString(retryMs));
    }
    close(status, trailers);
  }
}
