package io.murmuration.agent.session;

import io.murmuration.agent.lane.Lane;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Welcome;
import io.murmuration.sync.port.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stays connected: dials one hub after the other with full jitter, waits for the Welcome, notices a
 * hub that falls silent, and honours GoAway.
 *
 * <p>There is at most one stream; frames of an earlier one that still arrive are dropped, because
 * its claim is over. Confined to the lane.
 */
public final class HubClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HubClient.class);

  /** A hub is noticed as frozen below 20 s, whatever it announced (architecture, section 5). */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(18);

  private final String name;
  private final Lane lane;
  private final Executor disk;
  private final Dials dials;
  private final Connector connector;
  private final DialGate gate;
  private final SessionPolicy policy;
  private final Conversation conversation;
  private final LastHub last;
  private final HubAddresses addresses;
  private final Backoff backoff;
  private final HubStream.Events events = new StreamEvents();

  private @Nullable HubStream stream;
  private volatile boolean welcomed;
  private boolean dialling;
  private boolean closed;
  private long heardNanos;
  private String address = "";
  private String remembered;
  private Timers.@Nullable Timer timer;

  /**
   * @param name of the subcloud, for the log
   * @param disk runs {@code dials}
   */
  public HubClient(
      String name,
      Lane lane,
      Executor disk,
      Dials dials,
      Connector connector,
      DialGate gate,
      SessionPolicy policy,
      Hubs hubs,
      Conversation conversation) {
    this.name = name;
    this.lane = lane;
    this.disk = disk;
    this.dials = dials;
    this.connector = connector;
    this.gate = gate;
    this.policy = policy;
    this.conversation = conversation;
    this.last = hubs.last();
    var good = last.read();
    this.remembered = good.orElse("");
    this.addresses =
        new HubAddresses(hubs.addresses(), hubs.chosen(), lane.random().nextInt(1 << 16), good);
    this.backoff = new Backoff(policy.firstDelay(), policy.longestDelay(), lane.random());
  }

  public void start() {
    dial();
  }

  /** Stops reading the stream, and does not mind the silence; until the stream ends. */
  public void deaf() {
    if (stream != null) {
      stream.deaf();
    }
  }

  /** Any thread may ask. */
  public boolean isWelcomed() {
    return welcomed;
  }

  @Override
  public void close() {
    closed = true;
    detach("the agent stops");
  }

  private void dial() {
    if (closed || stream != null || dialling) {
      return;
    }
    dialling = true;
    gate.acquire(() ->
        disk.execute(() -> {
          try {
            long number = dials.next();
            lane.run(() -> open(number));
          } catch (IOException e) {
            lane.run(() -> dialFailed("the journal cannot be written: " + e.getMessage()));
          }
        }));
  }

  private void open(long number) {
    if (closed) {
      dialOver();
      return;
    }
    address = addresses.next();
    try {
      var opened = new HubStream(connector.open(address), lane, events);
      stream = opened;
      // Armed first: whatever happens from here on ends in closed().
      arm(policy.dialTimeout(), () -> end("no Welcome within " + policy.dialTimeout()));
      opened.start();
      opened.send(AgentFrame.newBuilder().setHello(conversation.hello(number)).build());
    } catch (Connector.ConnectException e) {
      dialFailed(e.getMessage() + " (" + address + ")");
    }
  }

  private void dialFailed(String why) {
    dialOver();
    comeBack(backoff.next(), why);
  }

  private void dialOver() {
    if (dialling) {
      dialling = false;
      gate.release();
    }
  }

  private void heard(HubStream from, HubFrame frame) {
    if (from != stream) {
      return; // of a stream whose claim is over
    }
    heardNanos = lane.nowNanos();
    switch (frame.getBodyCase()) {
      case WELCOME -> welcome(from, frame.getWelcome());
      case GO_AWAY -> goAway(frame.getGoAway());
      case HEARTBEAT_ACK, BODY_NOT_SET -> {} // having been heard is all it says, or a newer hub
      case PUSH,
          AUDIT,
          OPERATE,
          CANCEL,
          OPERATIONS_STORED,
          REFERENCE,
          TRUST,
          CONTENTS_REQUEST,
          DRIFT_POLICY -> {
        if (welcomed) {
          conversation.frame(frame);
        }
      }
    }
  }

  private void welcome(HubStream from, Welcome welcome) {
    if (welcomed) {
      end("a second Welcome on one stream");
      return;
    }
    dialOver();
    welcomed = true;
    if (!conversation.welcomed(welcome, from::send)) {
      end("the hub asks for what this agent cannot do");
      return;
    }
    backoff.reset();
    addresses.good(address);
    remember(address);
    log.info(
        "session {} connected hub={} epoch={}.{}",
        name,
        address,
        welcome.getHubEpoch(),
        welcome.getSessionEpoch());
    long announced = welcome.getHubSilenceMs();
    var silence =
        announced > 0 && announced < LONGEST_SILENCE.toMillis()
            ? Duration.ofMillis(announced)
            : LONGEST_SILENCE;
    arm(silence, () -> watch(silence));
  }

  private void remember(String hub) {
    if (!hub.equals(remembered)) {
      remembered = hub;
      disk.execute(() -> {
        try {
          last.write(hub);
        } catch (IOException e) {
          log.warn("session {}: not remembered that {} is good: {}", name, hub, e.getMessage());
        }
      });
    }
  }

  private void watch(Duration silence) {
    var current = stream;
    if (current == null) {
      return;
    }
    var quiet = Duration.ofNanos(lane.nowNanos() - heardNanos);
    var left = silence.minus(quiet);
    if (current.isDeaf()) {
      arm(silence, () -> watch(silence));
    } else if (left.isPositive()) {
      arm(left, () -> watch(silence));
    } else {
      addresses.leave(address); // frozen, most likely: another dial would wait as long
      end("the hub is silent for " + quiet.toMillis() + " ms");
    }
  }

  private void goAway(GoAway goAway) {
    switch (goAway.getReason()) {
      case DRAINING, MOVED -> addresses.leave(address);
      case BUSY,
          NOT_AUTHORISED,
          PROTOCOL_ERROR,
          REASON_UNSPECIFIED,
          SILENT,
          SUPERSEDED,
          UNRECOGNIZED -> {}
    }
    addresses.prefer(goAway.getAddressesList());
    var pause = Duration.ofMillis(Math.clamp(goAway.getReturnAfterMs(), 0, 86_400_000L));
    var jitter =
        switch (goAway.getReason()) {
          // Nothing changes by asking soon: another key, another certificate, another agent.
          case NOT_AUTHORISED, SUPERSEDED, PROTOCOL_ERROR -> backoff.longest();
          case BUSY, DRAINING, MOVED, SILENT, REASON_UNSPECIFIED, UNRECOGNIZED -> backoff.next();
        };
    var ended = detach("GoAway " + goAway.getReason() + ": " + goAway.getDetails());
    comeBack(pause.plus(jitter), ended);
  }

  private void end(String why) {
    if (stream != null) {
      comeBack(backoff.next(), detach(why));
    }
  }

  /** Lets go of the stream, which may answer or not. */
  private String detach(String why) {
    var old = stream;
    stream = null;
    cancelTimer();
    dialOver();
    if (old != null) {
      old.close(why);
    }
    if (welcomed) {
      welcomed = false;
      conversation.ended();
    }
    return why;
  }

  private void comeBack(Duration delay, String why) {
    if (!closed) {
      log.info("session {} disconnected again-in={}ms reason={}", name, delay.toMillis(), why);
      arm(delay, this::dial);
    }
  }

  private void arm(Duration delay, Runnable task) {
    cancelTimer();
    timer = lane.after(delay, task);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private final class StreamEvents implements HubStream.Events {
    @Override
    public void frame(HubStream from, HubFrame frame) {
      heard(from, frame);
    }

    @Override
    public void closed(HubStream from, String why) {
      if (from == stream) {
        end(why);
      }
    }
  }
}
