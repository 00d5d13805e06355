package io.murmuration.it.floor;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** One bidirectional method that carries plain bytes. */
final class FloorProtocol {
  static final String AUTHORITY = "floor.murmuration";

  /** What the hub says to a heartbeat. Pushes are longer. */
  static final int ACKNOWLEDGEMENT_BYTES = 8;

  static final MethodDescriptor<byte[], byte[]> SESSION =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName("murmuration.floor.Floor/Session")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private FloorProtocol() {}

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new Known(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Lets gRPC size its frame without a copy. */
  private static final class Known extends ByteArrayInputStream implements KnownLength {
    Known(byte[] value) {
      super(value);
    }
  }
}
