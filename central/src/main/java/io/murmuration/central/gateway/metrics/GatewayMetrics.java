package io.murmuration.central.gateway.metrics;

import io.murmuration.proto.ApplyResult;
import io.murmuration.proto.GoAway;
import io.murmuration.sync.model.Kind;
import java.time.Duration;

/** What the gateway tells about itself. Thread-safe; called on event loops: must be quick. */
public interface GatewayMetrics {
  GatewayMetrics NONE =
      new GatewayMetrics() {
        @Override
        public void opened() {}

        @Override
        public void ended() {}

        @Override
        public void turnedAway(GoAway.Reason reason) {}

        @Override
        public void pushed(Kind kind, int bytes) {}

        @Override
        public void answered(Kind kind, ApplyResult.Outcome outcome) {}

        @Override
        public void turn(Duration waited, Duration ran) {}

        @Override
        public void claimed(int accepted, int refused, Duration took) {}
      };

  /** A claimed stream was opened. */
  void opened();

  /** A stream that was opened has ended. */
  void ended();

  /** A stream was ended, or never opened, by the hub's wish. */
  void turnedAway(GoAway.Reason reason);

  void pushed(Kind kind, int bytes);

  void answered(Kind kind, ApplyResult.Outcome outcome);

  /** Something was submitted to a lane: how long it waited for its turn, how long it took. */
  void turn(Duration waited, Duration ran);

  /** A batch of claims was decided. */
  void claimed(int accepted, int refused, Duration took);
}
