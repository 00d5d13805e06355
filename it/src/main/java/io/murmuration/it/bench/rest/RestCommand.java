package io.murmuration.it.bench.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.murmuration.it.bench.figure.Report;
import io.murmuration.it.floor.RestFloor;
import io.murmuration.it.run.LiveHeap;
import io.murmuration.it.run.ProcStat;
import io.murmuration.it.run.TreeDeleter;
import io.murmuration.it.run.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The REST side: list, detail, one and update, beside a handler that answers with the same bytes;
 * what a list costs while statuses move; what slow readers hold.
 */
@Command(
    name = "rest",
    mixinStandardHelpOptions = true,
    description = "REST requests, beside a bare handler that answers with the same bytes.")
public final class RestCommand implements Callable<Integer> {

  /** In turns with the floor, so that what else the machine does hits both. */
  private static final int ROUNDS = 5;

  private static final int WARM_UP_CLIENTS = 8;
  private static final int SLOW_READERS = 32;
  private static final int SIP = 1_024;
  private static final Duration PACE = Duration.ofMillis(250);
  private static final int ALTERNATIONS = 4;

  private static final double LEAST_RATIO = 0.6;
  private static final double MOST_CPU_MILLIS = 35;
  private static final double MOST_MIB = 64;

  @Option(
      names = "--subclouds",
      paramLabel = "N",
      description = "Subclouds in the list (${DEFAULT-VALUE}).")
  private int subclouds = 5000;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each kind of request is measured (${DEFAULT-VALUE}).")
  private int seconds = 5;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "What to measure, of ${COMPLETION-CANDIDATES}; all if not given.")
  private List<RestPart> parts = List.of(RestPart.values());

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "N",
      description = "Clients at once (${DEFAULT-VALUE}).")
  private List<Integer> clients = List.of(1, 8, 32);

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Database and logs, on a real disk; emptied first.")
  private Path data = Path.of("");

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures.")
  private @Nullable Path json;

  private final Report report = new Report();

  @Override
  public Integer call() throws IOException {
    TreeDeleter.delete(data);
    report.put("subclouds", subclouds);
    report.machine("before");
    try (var bed = new RestBed(data, subclouds);
        var floor = bed.floor(data)) {
      report.put("list_bytes", length(bed.port(), bed.list()));
      for (var part : parts) {
        switch (part) {
          case LIST -> measure(bed, floor, part, _ -> bed.list());
          case DETAIL, ONE -> measure(bed, floor, part, client -> bed.one(part, client));
          case UPDATE -> measure(bed, floor, part, bed::update);
          case MOVING -> cpuOfLists(bed);
          case SLOW -> slowReaders(bed);
        }
      }
    }
    report.machine("after");
    report.write(json);
    return 0;
  }

  private static long length(int port, byte[] request) throws IOException {
    try (var connection = new HttpConnection(port)) {
      return connection.exchange(request);
    }
  }

  private void measure(RestBed bed, RestFloor floor, RestPart what, IntFunction<byte[]> request) {
    System.out.println("... " + what);
    var floorRequest =
        "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(what).getBytes(ISO_8859_1);
    long hub = bed.hub().process().pid();
    var time = Duration.ofSeconds(seconds);
    // a cold JVM costs ten times as much
    var _ = HttpLoad.run(floor.port(), WARM_UP_CLIENTS, time, _ -> floorRequest);
    var _ = HttpLoad.run(bed.port(), WARM_UP_CLIENTS, time.multipliedBy(2), request);
    for (int each : clients) {
      var ours = new ArrayList<HttpLoad>();
      var theirs = new ArrayList<HttpLoad>();
      long cpu = 0;
      for (int round = 0; round < ROUNDS; round++) {
        theirs.add(HttpLoad.run(floor.port(), each, time.dividedBy(ROUNDS), _ -> floorRequest));
        cpu -= ProcStat.cpuMicros(hub);
        ours.add(HttpLoad.run(bed.port(), each, time.dividedBy(ROUNDS), request));
        cpu += ProcStat.cpuMicros(hub);
      }
      put("%s_%d_".formatted(what, each), HttpLoad.sum(ours), cpu, HttpLoad.sum(theirs));
    }
  }

  private void put(String name, HttpLoad ours, long cpuMicros, HttpLoad floor) {
    report.put(name + "per_second", ours.perSecond());
    report.put(name + "p50_ms", ours.quantile(0.5));
    report.put(name + "p99_ms", ours.quantile(0.99));
    report.put(name + "cpu_ms", cpuMicros / 1e3 / ours.requests());
    report.put(name + "floor_per_second", floor.perSecond());
    report.put(name + "floor_p50_ms", floor.quantile(0.5));
    report.put(name + "floor_p99_ms", floor.quantile(0.99));
    double ratio = ours.perSecond() / floor.perSecond();
    report.put(name + "ratio", ratio);
    if (name.startsWith(RestPart.LIST.toString())) {
      target(name + "ratio", "at least " + LEAST_RATIO, ratio >= LEAST_RATIO);
    }
  }

  /**
   * Lists at a pace at which many statuses move between two of them, less what moving costs: times
   * with and without lists alternate, because a JVM that still warms up would favour the later one.
   */
  private void cpuOfLists(RestBed bed) throws IOException {
    System.out.println("... lists while " + RestBed.MOVING + " statuses per second move");
    int lists = (int) Math.max(8, seconds * 1_000L / PACE.toMillis());
    double with = 0;
    double without = 0;
    try (var _ = bed.feeder();
        var connection = new HttpConnection(bed.port())) {
      pacedCpuMillis(bed, connection, lists, true);
      for (int i = 0; i < ALTERNATIONS; i++) {
        without += pacedCpuMillis(bed, connection, lists, false);
        with += pacedCpuMillis(bed, connection, lists, true);
      }
    }
    int all = lists * ALTERNATIONS;
    double each = (with - without) / all;
    report.put("moving_list_cpu_ms", each);
    report.put("moving_lists", all);
    report.put("moving_cpu_ms_per_second_without_lists", without / all * 1e3 / PACE.toMillis());
    target("moving_list_cpu_ms", "at most " + MOST_CPU_MILLIS, each <= MOST_CPU_MILLIS);
  }

  private static double pacedCpuMillis(
      RestBed bed, HttpConnection connection, int lists, boolean asking) throws IOException {
    var request = bed.list();
    long pid = bed.hub().process().pid();
    long before = ProcStat.cpuMicros(pid);
    for (int i = 0; i < lists; i++) {
      long next = System.nanoTime() + PACE.toNanos();
      if (asking) {
        connection.exchange(request);
      }
      Watch.until(
          "the next list",
          PACE.multipliedBy(2),
          PACE.dividedBy(50),
          () -> System.nanoTime() >= next);
    }
    return (ProcStat.cpuMicros(pid) - before) / 1e3;
  }

  /** Live heap and, since the heap is touched from the start, what the process grows besides. */
  private void slowReaders(RestBed bed) throws IOException {
    System.out.println("... " + SLOW_READERS + " slow readers");
    long pid = bed.hub().process().pid();
    var readers = new ArrayList<HttpConnection>();
    try (var _ = bed.feeder()) {
      long heap = LiveHeap.bytes(pid);
      long resident = ProcStat.residentBytes(pid);
      for (int i = 0; i < SLOW_READERS; i++) {
        readers.add(new HttpConnection(bed.port()));
        readers.getLast().send(bed.list());
      }
      long end = System.nanoTime() + Duration.ofSeconds(seconds * 2L).toNanos();
      Watch.until(
          "slow reading",
          Duration.ofMinutes(1),
          Duration.ofMillis(200),
          () -> {
            for (var reader : readers) {
              sip(reader);
            }
            return System.nanoTime() >= end;
          });
      double heapMore = (LiveHeap.bytes(pid) - heap) / 1048576.0;
      double residentMore = (ProcStat.residentBytes(pid) - resident) / 1048576.0;
      report.put("slow_readers", SLOW_READERS);
      report.put("slow_readers_heap_mib", heapMore);
      report.put("slow_readers_resident_mib", residentMore);
      double most = Math.max(0, heapMore) + Math.max(0, residentMore);
      target("slow_readers_mib", "at most " + MOST_MIB, most <= MOST_MIB);
    } finally {
      for (var reader : readers) {
        reader.close();
      }
    }
  }

  private static void sip(HttpConnection reader) {
    try {
      if (reader.take(SIP) < 0) {
        throw new IllegalStateException("a slow reader was cut off");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void target(String name, String target, boolean met) {
    report.put("target_" + name, target + (met ? ": met" : ": MISSED"));
  }
}
