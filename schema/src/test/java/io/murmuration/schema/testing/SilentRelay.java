package io.murmuration.schema.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network that forgets: what it carries to a server on this machine falls silent when told, and
 * is never reset; whoever dials later is carried again.
 */
public final class SilentRelay implements AutoCloseable {
  private static final int CHUNK = 8_192;

  private final ServerSocket entry;
  private final int target;
  private final List<Way> ways = new CopyOnWriteArrayList<>();

  private SilentRelay(ServerSocket entry, int target) {
    this.entry = entry;
    this.target = target;
  }

  /** To a port at 127.0.0.1. */
  public static SilentRelay to(int target) {
    try {
      var relay = new SilentRelay(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), target);
      Thread.ofVirtual().start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return entry.getLocalPort();
  }

  /** Everything that is open now. */
  public void fallSilent() {
    ways.forEach(way -> way.silent = true);
  }

  private void accept() {
    try {
      while (true) {
        var way = new Way(entry.accept(), new Socket(InetAddress.getLoopbackAddress(), target));
        ways.add(way);
        Thread.ofVirtual().start(() -> way.carry(way.near, way.far));
        Thread.ofVirtual().start(() -> way.carry(way.far, way.near));
      }
    } catch (IOException e) {
      ways.forEach(Way::close); // closed
    }
  }

  @Override
  public void close() throws IOException {
    entry.close();
    ways.forEach(Way::close);
  }

  private static final class Way {
    final Socket near;
    final Socket far;
    volatile boolean silent;

    Way(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    void carry(Socket from, Socket to) {
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        var chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
          if (!silent) {
            out.write(chunk, 0, count);
          }
        }
      } catch (IOException e) {
        close(); // one end is gone
      }
    }

    void close() {
      try (near;
          far) {
        silent = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
