package io.murmuration.agent.release;

import com.google.protobuf.ByteString;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.murmuration.agent.release.ArtefactSource.BrokenException;
import io.murmuration.agent.release.ArtefactSource.Chunk;
import io.murmuration.agent.release.ArtefactSource.Chunks;
import io.murmuration.proto.FetchChunk;
import io.murmuration.proto.FetchRequest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code Fetch} on a connection of its own. The hub may send {@value #AHEAD} chunks
 * ahead; the next is asked for when one was taken, so a slow disk slows the hub. Read by one
 * thread.
 */
final class FetchStream extends ClientCall.Listener<FetchChunk> implements Chunks {
  private static final Metadata.Key<String> RETRY_AFTER_MS =
      Metadata.Key.of("murmuration-retry-after-ms", Metadata.ASCII_STRING_MARSHALLER);
  private static final long LONGEST_RETRY_MS = Duration.ofMinutes(10).toMillis();
  private static final int AHEAD = 4;

  private final ManagedChannel channel;
  private final Duration patience;
  private final BooleanSupplier outlived;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private @Nullable ClientCall<FetchRequest, FetchChunk> call;

  private sealed interface Event {
    record Came(FetchChunk chunk) implements Event {}

    record Closed(Status status, Duration retryAfter) implements Event {}
  }

  /**
   * @param outlived whether the agent has another certificate by now than the one it opened the
   *     channel with; then a refusal is no last word
   */
  FetchStream(ManagedChannel channel, Duration patience, BooleanSupplier outlived) {
    this.channel = channel;
    this.patience = patience;
    this.outlived = outlived;
  }

  void start(ClientCall<FetchRequest, FetchChunk> opened, String sha256, long offset) {
    call = opened;
    opened.start(this, new Metadata());
    opened.request(AHEAD);
    opened.sendMessage(
        FetchRequest.newBuilder()
            .setArtefact(ByteString.copyFrom(HexFormat.of().parseHex(sha256)))
            .setOffset(offset)
            .build());
    opened.halfClose();
  }

  @Override
  public void onMessage(FetchChunk chunk) {
    events.add(new Event.Came(chunk));
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    events.add(new Event.Closed(status, retryAfter(trailers)));
  }

  private static Duration retryAfter(Metadata trailers) {
    var text = trailers.get(RETRY_AFTER_MS);
    try {
      return text == null
          ? Duration.ZERO
          : Duration.ofMillis(Math.clamp(Long.parseLong(text), 0, LONGEST_RETRY_MS));
    } catch (NumberFormatException _) {
      return Duration.ZERO;
    }
  }

  @Override
  public Optional<Chunk> next() throws BrokenException, InterruptedException {
    var event = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (event == null) {
      throw new BrokenException(
          "the hub sent nothing for " + patience.toSeconds() + " s", false, Duration.ZERO);
    }
    return switch (event) {
      case Event.Came(var chunk) -> {
        if (call != null) {
          call.request(1);
        }
        yield Optional.of(new Chunk(chunk.getOffset(), chunk.getData(), chunk.getTotal()));
      }
      case Event.Closed(var status, var retryAfter) -> {
        if (status.isOk()) {
          yield Optional.empty();
        }
        throw new BrokenException(
            status.getCode() + ": " + status.getDescription(), isForGood(status), retryAfter);
      }
    };
  }

  private boolean isForGood(Status status) {
    return switch (status.getCode()) {
      case PERMISSION_DENIED -> !outlived.getAsBoolean();
      case INVALID_ARGUMENT, NOT_FOUND, OUT_OF_RANGE, UNIMPLEMENTED -> true;
      default -> false;
    };
  }

  @Override
  public void close() {
    if (call != null) {
      call.cancel("no longer wanted", null);
    }
    channel.shutdownNow();
  }
}
