package io.murmuration.central.release.fetch;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.release.vault.Vault;
import io.murmuration.proto.FetchChunk;
import io.murmuration.proto.FetchRequest;
import io.murmuration.sync.model.SubcloudId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Takes fetches of all agents of a node: knows who calls by the certificate, and gives each a
 * thread of its own if there is a place. Thread-safe.
 */
public final class FetchHandler
    implements ServerCallHandler<FetchRequest, FetchChunk>, AutoCloseable {
  /** In trailers of RESOURCE_EXHAUSTED and UNAVAILABLE: come again after so many milliseconds. */
  static final Metadata.Key<String> RETRY_AFTER_MS =
      Metadata.Key.of("murmuration-retry-after-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final long BUSY_RETRY_MS = 5_000;

  /** Read files through, one each: as much of the machine as may go into that. */
  private static final int READERS = 2;

  private final FetchServices services;
  private final Semaphore places;
  private final Map<Place, Fetch> underWay = new ConcurrentHashMap<>();
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS, Thread.ofPlatform().name("artefact-reader-", 0).daemon().factory());
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fetch-", 0).factory());

  /**
   * What a fetch works with.
   *
   * @param nodes that are alive, this one included
   * @param nanoTime monotonic
   */
  public record World(
      IntSupplier nodes, LongSupplier nanoTime, FetchMetrics metrics, Faults faults) {}

  public FetchHandler(FetchLimits limits, Vault vault, FetchGrants grants, World world) {
    this.services =
        new FetchServices(
            limits,
            new VerifiedFiles(vault, readers),
            grants,
            new Pace(limits, world.nodes(), world.nanoTime()),
            world);
    this.places = new Semaphore(limits.atOnce());
  }

  @Override
  public ServerCall.Listener<FetchRequest> startCall(
      ServerCall<FetchRequest, FetchChunk> call, Metadata headers) {
    var identity = AgentIdentity.ofPeer(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    if (identity.isEmpty()) {
      services.world().metrics().ended(FetchMetrics.End.REFUSED);
      call.close(
          Status.UNAUTHENTICATED.withDescription("no certificate of an agent"), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    var id = identity.get().subcloud();
    if (!enter(id)) {
      services.world().metrics().ended(FetchMetrics.End.REFUSED);
      var later = new Metadata();
      later.put(RETRY_AFTER_MS, Long.toString(BUSY_RETRY_MS));
      call.close(Status.RESOURCE_EXHAUSTED.withDescription("too many fetches at once"), later);
      return new ServerCall.Listener<>() {};
    }
    call.request(2); // the request, and that there is no other
    var place = new Place(id);
    var fetch = new Fetch(call, identity.get(), services, place);
    underWay.put(place, fetch);
    fetch.start(threads);
    return fetch;
  }

  /**
   * Ends what is under way of a subcloud whose enrolment is revoked, or which is deleted. One that
   * begins meanwhile asks the database after that commit, and is refused. Any thread.
   */
  public void cut(SubcloudId id, String why) {
    underWay.forEach((place, fetch) -> {
      if (place.id.equals(id)) {
        fetch.cut(why);
      }
    });
  }

  /** Changes may have been missed: who may not fetch any more is found out by asking again. */
  public void askAgain() {
    underWay.values().forEach(Fetch::askAgain);
  }

  /** Given back once. */
  private final class Place implements Runnable {
    private final SubcloudId id;

    Place(SubcloudId id) {
      this.id = id;
    }

    @Override
    public void run() {
      underWay.remove(this);
      leave(id);
    }
  }

  private boolean enter(SubcloudId id) {
    if (!places.tryAcquire()) {
      return false;
    }
    if (!services.pace().tryBegin(id)) {
      places.release();
      return false;
    }
    return true;
  }

  private void leave(SubcloudId id) {
    services.pace().ended(id);
    places.release();
  }

  /** Fetches under way end. */
  @Override
  public void close() {
    threads.shutdownNow();
    readers.shutdownNow();
  }
}
