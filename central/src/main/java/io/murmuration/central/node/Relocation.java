package io.murmuration.central.node;

import io.murmuration.central.gateway.intake.Farewell;
import io.murmuration.central.gateway.intake.Intake;
import io.murmuration.proto.GoAway;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node does about its streams, looked at a few times a second: sends them to other nodes
 * while it is drained, gives some away while it has clearly more than its share, and leaves them
 * alone while it does not know what the other nodes do.
 *
 * <p>{@link #tick} and {@link #leave} belong to one thread at a time; the rest is thread-safe.
 */
final class Relocation {
  static final Duration PAUSE = Duration.ofMillis(250);

  /** So many that came back, and a fifth of those sent away: the other nodes cannot be reached. */
  private static final int RETURNED = 10;

  private static final int RETURNED_PART = 5;

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Logger LOG = LoggerFactory.getLogger(Relocation.class);

  private final NodeSettings settings;
  private final UUID incarnation;
  private final Supplier<Optional<Nodes>> board;
  private final Streams streams;
  private final Duties duties;
  private final Runnable keepAges;
  private final Placement placement = new Placement();
  private volatile NodeState state = NodeState.STARTING;
  private volatile String waitsFor = "";
  private Nodes last = new Nodes(List.of());
  private boolean evening;
  private int quota;

  /** Of this node. Thread-safe. */
  interface Streams {
    Intake intake();

    int count();

    /** Soon; words for one agent, asked for each. */
    void sendAway(int most, Supplier<Farewell> words);

    static Streams of(Intake intake, IntSupplier count, Sender sender) {
      return new Streams() {
        @Override
        public Intake intake() {
          return intake;
        }

        @Override
        public int count() {
          return count.getAsInt();
        }

        @Override
        public void sendAway(int most, Supplier<Farewell> words) {
          sender.sendAway(most, words);
        }
      };
    }
  }

  /** See {@link Streams#sendAway}. */
  interface Sender {
    void sendAway(int most, Supplier<Farewell> words);
  }

  /** Duties that one node does for all. */
  interface Duties {
    /** Leaves them to others. */
    void abstain();

    /** Takes part again. */
    void resume();
  }

  /**
   * @param incarnation of this node
   * @param board all nodes as read last, the same object until they are read again; empty if that
   *     was too long ago
   * @param keepAges writes down how old this node's observations are; blocks
   */
  Relocation(
      NodeSettings settings,
      UUID incarnation,
      Supplier<Optional<Nodes>> board,
      Streams streams,
      Duties duties,
      Runnable keepAges) {
    this.settings = settings;
    this.incarnation = incarnation;
    this.board = board;
    this.streams = streams;
    this.duties = duties;
    this.keepAges = keepAges;
  }

  /** What this node says of itself now. */
  NodeReport report() {
    var intake = streams.intake();
    return new NodeReport(
        settings.place(),
        settings.version(),
        state,
        streams.count(),
        settings.mostStreams(),
        intake.sentAway(),
        intake.isClosed() ? intake.returned() : 0,
        waitsFor);
  }

  NodeState state() {
    return state;
  }

  @SuppressWarnings("ReferenceEquality") // the same object until the nodes are read again
  void tick() {
    var nodes = board.get();
    var self = nodes.flatMap(all -> all.of(incarnation));
    if (nodes.isEmpty() || self.isEmpty()) {
      evening = false;
      return; // the others may be unable to take anybody: streams stay where they are
    }
    boolean news = nodes.get() != last;
    last = nodes.get();
    var others = last.besides(self.get());
    if (self.get().drain().isPresent()) {
      drain(others, news);
    } else {
      serve(self.get(), others, news);
    }
  }

  private void drain(List<Node> others, boolean news) {
    evening = false;
    if (others.isEmpty()) {
      // an order from better times: a node that is drained is better than none
      streams.intake().open();
      duties.resume();
      become(NodeState.DRAINING, "no other node takes agents");
      return;
    }
    if (news) {
      placement.become(others);
    }
    duties.abstain();
    if (!streams.intake().isClosed()) {
      streams.intake().close(() -> words("the node is drained"));
      LOG.info("drain: {} streams to {} other nodes", streams.count(), others.size());
      keepAges.run();
    }
    int left = streams.count();
    int returned = streams.intake().returned();
    if (returned >= RETURNED && (long) returned * RETURNED_PART > streams.intake().sentAway()) {
      become(NodeState.DRAINING, returned + " agents have come back: they find no other node");
      return;
    }
    if (left > 0) {
      streams.sendAway(perTick(), () -> words("the node is drained"));
    }
    var waits = returned == 0 ? "" : returned + " agents find no other node and are kept a while";
    become(left == 0 ? NodeState.DRAINED : NodeState.DRAINING, waits);
  }

  private void serve(Node self, List<Node> others, boolean news) {
    streams.intake().open();
    duties.resume();
    become(NodeState.SERVING, "");
    if (news) {
      even(self, others);
    }
    int now = Math.min(quota, perTick());
    if (now > 0) {
      quota -= now;
      streams.sendAway(
          now,
          () ->
              new Farewell(
                  GoAway.Reason.MOVED,
                  "another node has fewer streams",
                  AT_ONCE,
                  placement.next()));
    }
  }

  /** Decided anew by each look; what was not sent since the last one is forgotten. */
  private void even(Node self, List<Node> others) {
    quota = 0;
    if (!isSettled(self, others)) {
      evening = false;
      return;
    }
    quota =
        Balance.surplus(
            evening,
            streams.count(),
            others.stream().map(node -> node.said().streams()).toList(),
            (int) (settings.movesPerSecond() * NodeBoard.PAUSE.toSeconds()));
    boolean before = evening;
    evening = quota > 0;
    if (evening != before) {
      LOG.info("streams: {} here, {}", streams.count(), evening ? "too many" : "evened out");
    }
    placement.become(others);
  }

  /** Nobody comes or goes, and everybody is known. */
  private boolean isSettled(Node self, List<Node> others) {
    var alive = last.alive();
    return !others.isEmpty()
        && alive.size() == others.size() + 1
        && self.takesAgents()
        && alive.stream()
            .allMatch(node ->
                node.said().isSaid()
                    && !node.said().place().isEmpty()
                    && node.runs().compareTo(settings.settled()) >= 0);
  }

  /** The node is about to stop, and says so. */
  void stopping() {
    state = NodeState.STOPPING;
    waitsFor = "";
  }

  /**
   * Closes the intake for good. True if there is anybody to send agents to; then {@link #leaveMore}
   * sends them.
   */
  boolean leave() {
    var others =
        board.get().flatMap(all -> all.of(incarnation).map(all::besides)).orElse(List.of());
    if (others.isEmpty()) {
      return false;
    }
    placement.become(others);
    streams.intake().closeForGood(() -> words("the node stops"));
    duties.abstain();
    return true;
  }

  /** Sends so many of the streams that are left; true if none is left. */
  boolean leaveMore(int most) {
    if (streams.count() > 0) {
      streams.sendAway(most, () -> words("the node stops"));
    }
    return streams.count() == 0;
  }

  private Farewell words(String details) {
    return new Farewell(GoAway.Reason.DRAINING, details, AT_ONCE, placement.next());
  }

  private int perTick() {
    return Math.toIntExact(
        Math.max(
            1, settings.movesPerSecond() * PAUSE.toMillis() / Duration.ofSeconds(1).toMillis()));
  }

  private void become(NodeState next, String why) {
    if (state != next || !waitsFor.equals(why)) {
      LOG.info("node: {}{}", next.wireName(), why.isEmpty() ? "" : ", waits: " + why);
    }
    state = next;
    waitsFor = why;
  }
}
