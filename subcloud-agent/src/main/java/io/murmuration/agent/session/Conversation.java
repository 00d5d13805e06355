package io.murmuration.agent.session;

import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.Hello;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Welcome;
import java.util.function.Consumer;

/** What is said on a stream. All calls come on the lane. */
public interface Conversation {
  Hello hello(long dial);

  /**
   * The stream is claimed.
   *
   * @param out frames to the hub, until {@link #ended}
   * @return false to end the stream at once, because the hub asks for what this build cannot do
   */
  boolean welcomed(Welcome welcome, Consumer<AgentFrame> out);

  /** Any frame but Welcome, GoAway and HeartbeatAck. */
  void frame(HubFrame frame);

  /** Nothing can be sent until the next Welcome. Only after a Welcome. */
  void ended();
}
