package io.murmuration.it.floor;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The agents of the floor: each its own TCP connection and stream; every message is answered. */
public final class FloorFarm {
  private static final int DIALS_IN_FLIGHT = 64;

  private final EventLoopGroup loops;
  private final SslContext tls;
  private final int port;
  private final byte[] answer;
  private final Semaphore dials = new Semaphore(DIALS_IN_FLIGHT);
  private final List<ManagedChannel> channels = new ArrayList<>();

  private FloorFarm(int threads, SslContext tls, int port, int answerBytes) {
    this.loops = new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory());
    this.tls = tls;
    this.port = port;
    this.answer = new byte[answerBytes];
  }

  /** Arguments: certificates, port, streams, bytes per answer, event loops. Ends with its input. */
  public static void main(String[] args)
      throws IOException, GeneralSecurityException, InterruptedException {
    var tls = FloorCertificates.load(Path.of(args[0])).client();
    var farm =
        new FloorFarm(
            Integer.parseInt(args[4]), tls, Integer.parseInt(args[1]), Integer.parseInt(args[3]));
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      farm.dial();
    }
    System.out.println("{\"dialled\":" + args[2] + "}");
    while (System.in.read() >= 0) {
      // lives as long as its parent holds the pipe
    }
    farm.channels.forEach(ManagedChannel::shutdownNow);
    farm.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  private void dial() throws InterruptedException {
    dials.acquire();
    var channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .channelType(EpollSocketChannel.class)
            .eventLoopGroup(loops)
            .overrideAuthority(FloorProtocol.AUTHORITY)
            .sslContext(tls)
            .directExecutor()
            .build();
    channels.add(channel);
    var stream = new Stream();
    stream.out =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(FloorProtocol.SESSION, CallOptions.DEFAULT), stream);
    channel.notifyWhenStateChanged(io.grpc.ConnectivityState.IDLE, () -> released(channel));
  }

  /** The dial counts as in flight until the channel has left CONNECTING. */
  private void released(ManagedChannel channel) {
    var state = channel.getState(false);
    if (state == io.grpc.ConnectivityState.CONNECTING) {
      channel.notifyWhenStateChanged(state, () -> released(channel));
    } else {
      dials.release();
    }
  }

  private final class Stream implements StreamObserver<byte[]> {
    private volatile StreamObserver<byte[]> out = this;

    @Override
    public void onNext(byte[] message) {
      out.onNext(answer);
    }

    @Override
    public void onError(Throwable failure) {
      System.err.println("floor stream: " + failure.getMessage());
    }

    @Override
    public void onCompleted() {}
  }
}
