package io.murmuration.it.floor;

import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The hub of the floor. Sends on each stream's own event loop, as fast as grpc-java can. Commands
 * on standard input, one JSON line each on standard output:
 *
 * <pre>
 * connected        number of open streams
 * round BYTES      the same bytes to all streams; milliseconds until all have answered
 * acknowledge      every message is answered shortly from now on, until the next round
 * </pre>
 */
public final class FloorHub {
  private static final long ROUND_LIMIT_SECONDS = 120;

  private final EventLoopGroup loops;
  private final byte[] acknowledgement = new byte[FloorProtocol.ACKNOWLEDGEMENT_BYTES];
  private final Map<EventExecutor, List<StreamObserver<byte[]>>> streams = new LinkedHashMap<>();
  private final AtomicInteger connected = new AtomicInteger();
  private volatile CountDownLatch answers = new CountDownLatch(0);
  private volatile boolean acknowledging;

  private FloorHub(int threads) {
    loops = new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory());
    loops.forEach(loop -> streams.put(loop, new ArrayList<>()));
  }

  /** Arguments: directory for certificates, number of event loops, address to listen on. */
  public static void main(String[] args)
      throws IOException, GeneralSecurityException, InterruptedException {
    var dir = Path.of(args[0]);
    var hub = new FloorHub(Integer.parseInt(args[1]));
    FloorCertificates.create(java.time.Instant.now()).save(dir);
    var server =
        NettyServerBuilder.forAddress(new InetSocketAddress(args[2], 0))
            .channelType(EpollServerSocketChannel.class)
            .bossEventLoopGroup(hub.loops)
            .workerEventLoopGroup(hub.loops)
            .sslContext(FloorCertificates.load(dir).server())
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("murmuration.floor.Floor")
                    .addMethod(
                        FloorProtocol.SESSION, ServerCalls.asyncBidiStreamingCall(hub::session))
                    .build())
            .build()
            .start();
    System.out.println("{\"port\":" + server.getPort() + "}");
    hub.serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    server.shutdownNow();
    hub.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  private void serve(BufferedReader commands) throws IOException, InterruptedException {
    for (var line = commands.readLine(); line != null; line = commands.readLine()) {
      var words = line.split(" ", -1);
      System.out.println(
          switch (words[0]) {
            case "round" -> "{\"ms\":" + round(new byte[Integer.parseInt(words[1])]) + "}";
            case "acknowledge" -> {
              acknowledging = true;
              yield "{\"acknowledging\":true}";
            }
            default -> "{\"connected\":" + connected.get() + "}";
          });
    }
  }

  private double round(byte[] message) throws InterruptedException {
    acknowledging = false;
    answers = new CountDownLatch(connected.get());
    long began = System.nanoTime();
    streams.forEach(
        (loop, own) -> loop.execute(() -> own.forEach(stream -> stream.onNext(message))));
    if (!answers.await(ROUND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("floor: " + answers.getCount() + " answers are missing");
    }
    return (System.nanoTime() - began) / 1e6;
  }

  private StreamObserver<byte[]> session(StreamObserver<byte[]> out) {
    for (var own : streams.entrySet()) {
      if (own.getKey().inEventLoop()) {
        own.getValue().add(out);
      }
    }
    connected.incrementAndGet();
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] answer) {
        if (acknowledging) {
          out.onNext(acknowledgement);
        } else {
          answers.countDown();
        }
      }

      @Override
      public void onError(Throwable failure) {
        connected.decrementAndGet();
      }

      @Override
      public void onCompleted() {
        connected.decrementAndGet();
      }
    };
  }
}
