package io.murmuration.central.release.fetch;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Sha256;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fetch. Callbacks come on the event loop and only leave word; one thread asks, reads, waits
 * for the budget and for the peer, and sends. A chunk at a time is in memory.
 */
final class Fetch extends ServerCall.Listener<FetchRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);

  /** Encrypted in one turn of a lane, so not large. */
  static final int CHUNK = 64 * 1024;

  /** A delivery that is cancelled, or a certificate that is revoked, stops a fetch in this time. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  private static final long MISSING_RETRY_MS = 30_000;

  private final ServerCall<FetchRequest, FetchChunk> call;
  private final AgentIdentity caller;
  private final FetchServices services;
  private final Executor threads;
  private final Runnable leave;
  private final AtomicBoolean left = new AtomicBoolean();
  private final Semaphore ready = new Semaphore(0);
  private final CountDownLatch gone = new CountDownLatch(1);
  private @Nullable FetchRequest request;

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
      Executor threads,
      Runnable leave) {
    this.call = call;
    this.caller = caller;
    this.services = services;
    this.threads = threads;
    this.leave = leave;
  }

  @Override
  public void onMessage(FetchRequest message) {
    request = message;
  }

  @Override
  public void onHalfClose() {
    var asked = request;
    if (asked == null) {
      end(Status.INVALID_ARGUMENT.withDescription("no request"), 0);
      leave();
      return;
    }
    try {
      threads.execute(() -> run(asked));
    } catch (RejectedExecutionException _) {
      end(Status.UNAVAILABLE.withDescription("this node stops"), 0);
      leave();
    }
  }

  @Override
  public void onReady() {
    ready.release();
  }

  @Override
  public void onCancel() {
    gone.countDown();
    ready.release();
    if (request == null) {
      leave(); // nobody runs
    }
  }

  private void leave() {
    if (left.compareAndSet(false, true)) {
      leave.run();
    }
  }

  // the thread's boundary: whatever happens, the call ends and its place is given back
  private void run(FetchRequest asked) {
    var id = caller.subcloud();
    var end = FetchMetrics.End.BROKEN;
    try {
      serve(asked);
      if (gone.getCount() > 0) {
        call.close(Status.OK, new Metadata());
        end = FetchMetrics.End.COMPLETE;
      }
    } catch (RefusedException e) {
      LOG.info("fetch {} refused reason={}", id, e.getMessage());
      end(e.status, e.retryMs);
      end = FetchMetrics.End.REFUSED;
    } catch (InterruptedException _) {
      LOG.debug("fetch {} ended, this node stops", id); // the listener has told its peers
    } catch (IOException e) {
      LOG.warn("fetch {} broken reason={}", id, e.getMessage());
      end(Status.UNAVAILABLE.withDescription(String.valueOf(e.getMessage())), MISSING_RETRY_MS);
    } catch (RejectedExecutionException _) {
      LOG.debug("fetch {} ended with the event loops of this node", id);
    } catch (RuntimeException e) {
      services.world().faults().report("fetch of " + id, e);
      end(Status.INTERNAL.withDescription("a bug; the hub's log has it"), MISSING_RETRY_MS);
    } finally {
      services.world().metrics().ended(end);
      leave();
    }
  }

  private void serve(FetchRequest asked)
      throws RefusedException, IOException, InterruptedException {
    var artefact = artefact(asked.getArtefact());
    var content = granted(artefact);
    if (asked.getOffset() < 0 || asked.getOffset() > content.size()) {
      throw new RefusedException(
          Status.OUT_OF_RANGE.withDescription(
              "offset: %d (expected: 0 to %d)".formatted(asked.getOffset(), content.size())),
          0);
    }
    try (var file = services.files().open(content)) {
      if (gone.getCount() == 0) {
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
      if (now - askedNanos > ASK_AGAIN.toNanos()) {
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
        throw new IOException("the artefact became shorter at the hub");
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
    try {
      call.close(status, trailers);
    } catch (RejectedExecutionException _) {
      LOG.debug("fetch {} ended with the event loops of this node", caller.subcloud());
    }
  }
}
