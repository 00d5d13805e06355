package io.murmuration.agent.runtime;

import io.murmuration.agent.apply.KindWorker.Means;
import io.murmuration.agent.site.AlarmReading;
import io.murmuration.agent.site.EndpointAudits;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.AlarmReport;
import io.murmuration.sync.port.Timers;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the alarms of the site: asks the fault manager on a period of its own and tells the hub
 * what it holds, at Welcome and when it changed. One failed question is passed over, as services
 * restart at times; of the second the hub is told. Confined to the lane.
 */
final class AlarmWatch {
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final int FAILURES_TO_TELL = 2;

  private final EndpointAudits audits;
  private final Means means;
  private final Consumer<AgentFrame> send;
  private boolean connected;
  private boolean asking;
  private int failures;
  private long sequence;
  private @Nullable AlarmReading told;
  private Timers.@Nullable Timer timer;

  /**
   * @param send frames of the present stream
   */
  AlarmWatch(EndpointAudits audits, Means means, Consumer<AgentFrame> send) {
    this.audits = audits;
    this.means = means;
    this.send = send;
  }

  /** A stream began, to whose hub nothing was told. */
  void welcomed() {
    connected = true;
    told = null;
    sequence = 0;
    failures = 0;
    ask();
  }

  void ended() {
    connected = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void ask() {
    if (timer != null) {
      timer.cancel();
    }
    timer = means.lane().after(means.lane().jittered(PERIOD), this::ask);
    if (asking) {
      return;
    }
    asking = true;
    means
        .siteCalls()
        .execute(() -> {
          var reading = reading();
          means.lane().run(() -> answered(reading));
        });
  }

  private AlarmReading reading() {
    try {
      return audits.alarms();
    } catch (RuntimeException e) {
      means.faults().report("alarms", e);
      return new AlarmReading.Failed("a fault of the agent; its log says more");
    }
  }

  private void answered(AlarmReading reading) {
    asking = false;
    if (!connected) {
      return;
    }
    switch (reading) {
      case AlarmReading.Read(var state) -> {
        failures = 0;
        tell(reading, AuditFrames.alarms(state));
      }
      case AlarmReading.Failed(var why) -> {
        failures++;
        if (failures >= FAILURES_TO_TELL) {
          tell(reading, AlarmReport.newBuilder().setUnreadable(Frames.shortened(why)));
        }
      }
    }
  }

  private void tell(AlarmReading reading, AlarmReport.Builder report) {
    if (!reading.equals(told)) {
      told = reading;
      send.accept(AgentFrame.newBuilder().setAlarmReport(report.setSequence(++sequence)).build());
    }
  }
}
