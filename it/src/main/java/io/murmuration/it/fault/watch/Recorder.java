package io.murmuration.it.fault.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.fault.history.Event;
import io.murmuration.it.fault.history.History;
import io.murmuration.it.fault.world.Node;
import io.murmuration.it.fault.world.Sites;
import io.murmuration.it.fault.world.World;
import io.murmuration.schema.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Watches a cluster from all sides and keeps the history: three looks go on by themselves (sites'
 * journals, rows, what nodes show), changes and commands are recorded as they are asked for.
 */
public final class Recorder implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LAST_LOOK = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world;
  private final LongSupplier nanoTime;
  private final History history = new History();
  private final NodeClient client = new NodeClient(PATIENCE);
  private final Changes changes;
  private final JournalWatch journals;
  private final RowWatch rows;
  private final RowWatch answers;
  private final ShownWatch shown;
  private final Database database;
  private final Commands commands;
  private final ScheduledExecutorService looks =
      Executors.newScheduledThreadPool(
          3, task -> Thread.ofPlatform().daemon().name("fault-look").unstarted(task));
  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger looksWithoutDatabase = new AtomicInteger();

  private Recorder(World world, LongSupplier nanoTime, SplittableRandom random) {
    this.world = world;
    this.nanoTime = nanoTime;
    var settings = world.database().settings();
    this.changes = new Changes(history, client, nanoTime);
    this.journals = new JournalWatch(world, history, nanoTime);
    this.rows = new RowWatch(settings, history, nanoTime);
    this.answers = new RowWatch(settings, history, nanoTime);
    this.database = Database.open(settings.withPoolSize(1));
    this.commands = new Commands(database, history, nanoTime);
    this.shown = new ShownWatch(world, history, client, nanoTime, random);
  }

  /**
   * @param nanoTime monotonic
   * @param random draws the sites that nodes are asked about
   * @param period between two looks from one side
   */
  public static Recorder start(
      World world, LongSupplier nanoTime, SplittableRandom random, Duration period) {
    var recorder = new Recorder(world, nanoTime, random);
    recorder.every(period, recorder.journals::look);
    recorder.every(period, recorder::rows);
    recorder.every(period, recorder.shown::look);
    return recorder;
  }

  private void every(Duration period, Runnable look) {
    var _ =
        looks.scheduleWithFixedDelay(
            () -> guarded(look), 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void guarded(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      faults.add(e);
    }
  }

  private void rows() {
    try {
      rows.look();
    } catch (SQLException e) {
      looksWithoutDatabase.incrementAndGet();
    }
  }

  public History history() {
    return history;
  }

  /** What went wrong in the recorder itself; none is expected. */
  public List<Throwable> faults() {
    return List.copyOf(faults);
  }

  /** How often rows could not be read: as long as the database is hurt. */
  public int looksWithoutDatabase() {
    return looksWithoutDatabase.get();
  }

  /** Changes the fleet-wide item at this node; empty unless the node accepted it. */
  public OptionalLong declare(Node node) {
    return changes.declare(node);
  }

  /** Orders a command of that length for one site. */
  public void order(String site, long id, Duration takes) {
    commands.order(site, id, takes);
  }

  /** No sign of life of these sites can reach a node from now on. */
  public void silenced(Sites sites) {
    long at = nanoTime.getAsLong();
    sites.names().forEach(site -> history.add(new Event.Silenced(at, site)));
  }

  /** Before they can be heard again. */
  public void heard(Sites sites) {
    long at = nanoTime.getAsLong();
    sites.names().forEach(site -> history.add(new Event.Heard(at, site)));
  }

  /** Sites in sync with the revision or later, by nodes that are up; empty without a database. */
  public OptionalInt inSync(long revision) {
    try {
      var names = world.nodesUp().stream().map(Node::name).toList();
      return OptionalInt.of(answers.inSync(revision, names));
    } catch (SQLException e) {
      return OptionalInt.empty();
    }
  }

  /** JSON that a node answers with, whatever the status; empty if it does not answer. */
  public Optional<JsonNode> ask(Node node, String path) {
    try {
      return Optional.of(JSON.readTree(client.send(node, "GET", path, "").body()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The last look from every side, when all has come to rest: what is not there now is lost.
   *
   * @throws IllegalStateException if the database cannot be read
   */
  public List<Event> finish() {
    looks.shutdown();
    try {
      if (!looks.awaitTermination(LAST_LOOK.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("a look takes longer than " + LAST_LOOK);
      }
      journals.look();
      journals.commands();
      rows.look();
      rows.stored();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    history.add(new Event.Over(nanoTime.getAsLong()));
    return history.events();
  }

  /**
   * Ids of all subclouds by name.
   *
   * @throws IllegalStateException if the database cannot be read
   */
  public Map<String, Long> ids() {
    try {
      return answers.ids();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many commands have not ended; empty without a database. */
  public OptionalInt commandsUnderWay() {
    try {
      return OptionalInt.of(answers.commandsUnderWay());
    } catch (SQLException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    client.close();
    database.close();
  }
}
