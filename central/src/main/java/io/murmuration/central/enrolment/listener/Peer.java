package io.murmuration.central.enrolment.listener;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the transport saw it.
 *
 * @param address of the connection
 * @param certificate the client certificate that TLS verified; null if none was sent
 */
record Peer(InetAddress address, @Nullable X509Certificate certificate) {
  private static final Context.Key<Peer> KEY = Context.key("peer");

  /** The caller of the current call. */
  static Peer current() {
    return KEY.get();
  }

  /** Puts the caller into the context of each call. */
  static ServerInterceptor interceptor() {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var context = Context.current().withValue(KEY, of(call.getAttributes()));
        return Contexts.interceptCall(context, call, headers, next);
      }
    };
  }

  private static Peer of(Attributes attributes) {
    var remote = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    var address =
        remote instanceof InetSocketAddress inet
            ? inet.getAddress()
            : InetAddress.getLoopbackAddress();
    var session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    return new Peer(address, session == null ? null : certificate(session));
  }

  private static @Nullable X509Certificate certificate(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate found ? found : null;
    } catch (SSLPeerUnverifiedException e) {
      return null; // the way the API says that there is none
    }
  }
}
