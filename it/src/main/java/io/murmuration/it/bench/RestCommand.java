package io.murmuration.it.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
final class RestCommand implements Callable<Integer> {
  private static final List<Integer> CLIENTS = List.of(1, 8, 32);
  private static final List<String> READS = List.of("list", "detail", "one");
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
      warmUp(bed, floor);
      for (var what : READS) {
        measure(
            bed, floor, what, client -> what.equals("list") ? bed.list() : bed.one(what, client));
      }
      measure(bed, floor, "update", bed::update);
      cpuOfLists(bed);
      slowReaders(bed);
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

  /** A cold JVM costs ten times as much. */
  private void warmUp(RestBed bed, RestFloor floor) {
    System.out.println("... warming up");
    var time = Duration.ofSeconds(seconds);
    HttpLoad.run(bed.port(), 8, time.multipliedBy(2), _ -> bed.list());
    HttpLoad.run(floor.port(), 8, time.multipliedBy(2), _ -> floorRequest("list"));
    HttpLoad.run(bed.port(), 8, time, client -> bed.one("detail", client));
    HttpLoad.run(bed.port(), 8, time, client -> bed.one("one", client));
    HttpLoad.run(floor.port(), 8, time, _ -> floorRequest("one"));
    HttpLoad.run(bed.port(), 8, time, bed::update);
  }

  private static byte[] floorRequest(String what) {
    return "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(what).getBytes(ISO_8859_1);
  }

  private void measure(RestBed bed, RestFloor floor, String what, IntFunction<byte[]> request) {
    System.out.println("... " + what);
    var time = Duration.ofSeconds(seconds);
    for (int clients : CLIENTS) {
      var theirs = HttpLoad.run(floor.port(), clients, time, _ -> floorRequest(what));
      long cpu = ProcStat.cpuMicros(bed.hub().process().pid());
      var ours = HttpLoad.run(bed.port(), clients, time, request);
      cpu = ProcStat.cpuMicros(bed.hub().process().pid()) - cpu;
      var name = "%s_%d_".formatted(what, clients);
      report.put(name + "per_second", ours.perSecond());
      report.put(name + "p50_ms", ours.millis().median());
      report.put(name + "p99_ms", ours.millis().quantile(0.99));
      report.put(name + "cpu_ms", cpu / 1e3 / ours.requests());
      report.put(name + "floor_per_second", theirs.perSecond());
      report.put(name + "floor_p50_ms", theirs.millis().median());
      report.put(name + "floor_p99_ms", theirs.millis().quantile(0.99));
      double ratio = ours.perSecond() / theirs.perSecond();
      report.put(name + "ratio", ratio);
      if (what.equals("list")) {
        target(name + "ratio", "at least " + LEAST_RATIO, ratio >= LEAST_RATIO);
      }
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
