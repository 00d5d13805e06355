package io.murmuration.it.bench.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * One kept-alive connection of a client that does as little as it can, so that what is measured is
 * the server: requests are bytes made before, bodies are counted and forgotten.
 */
final class HttpConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int HEAD = 16_384;

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 18];

  HttpConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = socket.getInputStream();
  }

  /** Sends without waiting for the answer. */
  void send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
  }

  /** Takes what is there, at most so much. */
  int take(int most) throws IOException {
    return in.read(buffer, 0, Math.min(most, buffer.length));
  }

  /**
   * One request and its whole answer.
   *
   * @return bytes of the body
   * @throws IllegalStateException if the status is not 200
   */
  long exchange(byte[] request) throws IOException {
    send(request);
    int read = 0;
    int end = -1;
    while (end < 0) {
      int more = in.read(buffer, read, HEAD - read);
      if (more < 0) {
        throw new EOFException("the server closed the connection");
      }
      read += more;
      end = endOfHead(read);
    }
    var head = new String(buffer, 0, end, ISO_8859_1);
    if (!head.startsWith("HTTP/1.1 200 ")) {
      throw new IllegalStateException(head);
    }
    long length = length(head);
    long left = length - (read - end);
    while (left > 0) {
      int more = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (more < 0) {
        throw new EOFException("the server closed the connection");
      }
      left -= more;
    }
    return length;
  }

  private int endOfHead(int read) {
    for (int i = 3; i < read; i++) {
      if (buffer[i] == '\n'
          && buffer[i - 1] == '\r'
          && buffer[i - 2] == '\n'
          && buffer[i - 3] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  private static long length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no content-length: " + head));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
