package io.murmuration.it.fault.soak;

import io.murmuration.it.fault.watch.Recorder;
import io.murmuration.it.fault.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Operators who go on whatever happens: changes of the fleet, and commands to single sites. */
final class Traffic implements AutoCloseable {
  private static final int LONGEST_PAUSE_MILLIS = 1_000;
  private static final int LONGEST_COMMAND_MILLIS = 3_000;
  private static final int COMMANDS_AT_ONCE = 4;

  private final World world;
  private final Recorder recorder;
  private final SplittableRandom random;
  private final Map<String, Long> ids;
  private final Thread thread;
  private volatile boolean ended;

  Traffic(World world, Recorder recorder, SplittableRandom random) {
    this.world = world;
    this.recorder = recorder;
    this.random = random;
    this.ids = new TreeMap<>(recorder.ids());
    this.thread = Thread.ofPlatform().daemon().name("traffic").start(this::run);
  }

  private void run() {
    while (!ended) {
      var nodes = world.nodesUp();
      if (!nodes.isEmpty() && random.nextInt(3) > 0) {
        recorder.declare(nodes.get(random.nextInt(nodes.size())));
      } else {
        command();
      }
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(LONGEST_PAUSE_MILLIS)));
    }
  }

  private void command() {
    var sites = ids.keySet().toArray(String[]::new);
    for (int i = random.nextInt(COMMANDS_AT_ONCE); i >= 0; i--) {
      var site = sites[random.nextInt(sites.length)];
      var takes = Duration.ofMillis(random.nextInt(LONGEST_COMMAND_MILLIS));
      recorder.order(site, ids.getOrDefault(site, 0L), takes);
    }
  }

  /** Returns when nothing is under way any more. */
  void end() throws InterruptedException {
    ended = true;
    thread.join();
  }

  @Override
  public void close() {
    ended = true;
  }
}
