package io.murmuration.it.floor;

import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The agents of the floor: each its own TCP connection and stream; every message is answered, but
 * for those that are as short as the acknowledgement of a heartbeat. Commands on standard input,
 * one JSON line each on standard output:
 *
 * <pre>
 * beat MILLISECONDS    every stream sends an answer's bytes so often from now on; 0: none any more
 * </pre>
 */
public final class FloorFarm {
  private static final int DIALS_IN_FLIGHT = 64;

  private final EventLoopGroup loops;
  private final SslContext tls;
  private final InetSocketAddress hub;
  private final byte[] answer;
  private final Semaphore dials = new Semaphore(DIALS_IN_FLIGHT);
  private final List<Stream> streams = new ArrayList<>();
  private volatile long beatMillis;

  private FloorFarm(int threads, SslContext tls, InetSocketAddress hub, int answerBytes) {
    this.loops = new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory());
    this.tls = tls;
    this.hub = hub;
    this.answer = new byte[answerBytes];
  }

  /**
   * Arguments: certificates, the hub's address, its port, streams, bytes per answer, event loops.
   * Ends with its input.
   */
  public static void main(String[] args)
      throws IOException, GeneralSecurityException, InterruptedException {
    var tls = FloorCertificates.load(Path.of(args[0])).client();
    var hub = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
    var farm = new FloorFarm(Integer.parseInt(args[5]), tls, hub, Integer.parseInt(args[4]));
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      farm.dial();
    }
    System.out.println("{\"dialled\":" + args[3] + "}");
    farm.serve(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    farm.streams.forEach(stream -> stream.channel.shutdownNow());
    farm.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  private void serve(BufferedReader commands) throws IOException {
    for (var line = commands.readLine(); line != null; line = commands.readLine()) {
      var words = line.split(" ", -1);
      if (words[0].equals("beat")) {
        beat(Long.parseLong(words[1]));
        System.out.println("{\"beat\":" + words[1] + "}");
      }
    }
  }

  /** Evenly spread over the period, as jitter would have it. */
  private void beat(long millis) {
    beatMillis = millis;
    if (millis > 0) {
      for (int i = 0; i < streams.size(); i++) {
        var stream = streams.get(i);
        long first = millis * i / streams.size();
        var _ = stream.loop.schedule(stream::beat, first, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void dial() throws InterruptedException {
    dials.acquire();
    var loop = loops.next();
    var channel =
        NettyChannelBuilder.forAddress(hub)
            .channelType(EpollSocketChannel.class)
            .eventLoopGroup(loop)
            .overrideAuthority(FloorProtocol.AUTHORITY)
            .sslContext(tls)
            .directExecutor()
            .build();
    var stream = new Stream(channel, loop);
    streams.add(stream);
    stream.out =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(FloorProtocol.SESSION, CallOptions.DEFAULT), stream);
    channel.notifyWhenStateChanged(ConnectivityState.IDLE, () -> released(channel));
  }

  /** The dial counts as in flight until the channel has left CONNECTING. */
  private void released(ManagedChannel channel) {
    var state = channel.getState(false);
    if (state == ConnectivityState.CONNECTING) {
      channel.notifyWhenStateChanged(state, () -> released(channel));
    } else {
      dials.release();
    }
  }

  private final class Stream implements StreamObserver<byte[]> {
    private final ManagedChannel channel;
    private final EventLoop loop;
    private volatile StreamObserver<byte[]> out = this;

    Stream(ManagedChannel channel, EventLoop loop) {
      this.channel = channel;
      this.loop = loop;
    }

    /** On the loop that carries the connection. */
    void beat() {
      long period = beatMillis;
      if (period > 0) {
        out.onNext(answer);
        var _ = loop.schedule(this::beat, period, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void onNext(byte[] message) {
      if (message.length > FloorProtocol.ACKNOWLEDGEMENT_BYTES) {
        out.onNext(answer);
      }
    }

    @Override
    public void onError(Throwable failure) {
      System.err.println("floor stream: " + failure.getMessage());
    }

    @Override
    public void onCompleted() {}
  }
}
