package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Report;
import io.murmuration.it.floor.Floor;
import io.murmuration.it.run.ProcStat;

/** Processor time and SQL of the measured rounds, summed up. */
final class Cost {
  private final Bed bed;
  private final Floor floor;
  private final long hubPid;
  private final long postgresPid;
  private long hub;
  private long postgres;
  private long floorHub;
  private double statements;

  Cost(Bed bed, Floor floor) {
    this.bed = bed;
    this.floor = floor;
    this.hubPid = bed.hub().process().pid();
    this.postgresPid = bed.hub().postgresPid();
  }

  void floorBegins() {
    floorHub -= floor.hubCpuMicros();
  }

  void floorEnds() {
    floorHub += floor.hubCpuMicros();
  }

  void begins() {
    statements -= sql();
    hub -= ProcStat.cpuMicros(hubPid);
    postgres -= ProcStat.cpuMicros(postgresPid);
  }

  void ends() {
    hub += ProcStat.cpuMicros(hubPid);
    postgres += ProcStat.cpuMicros(postgresPid);
    statements += sql();
  }

  private double sql() {
    return bed.rest().metric("murmuration_sql_statements_total", "");
  }

  void report(Report report, int rounds, int subclouds) {
    double each = (double) rounds * subclouds;
    report.put("hub_cpu_us_per_subcloud", hub / each);
    report.put("floor_cpu_us_per_subcloud", floorHub / each);
    report.put("postgres_cpu_us_per_subcloud", postgres / each);
    report.put("sql_statements_per_change", statements / rounds);
  }
}
