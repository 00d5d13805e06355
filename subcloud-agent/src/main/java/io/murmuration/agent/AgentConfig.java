package io.murmuration.agent;

import io.murmuration.agent.release.ReleaseSettings;
import io.murmuration.agent.session.SessionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Everything an agent is told at its start. Immutable; holds no secret of its own.
 *
 * @param dataDir journal and identity
 * @param enrolmentAddress host:port of a hub's listener "enrolment"
 * @param hubAddresses to dial instead of those the enrolment gave; empty: those
 * @param siteTypes what a simulated site supports of kind platform
 * @param starlingx settings of the StarlingX site, by key without {@code starlingx.}
 */
public record AgentConfig(
    Path dataDir,
    String enrolmentAddress,
    List<String> hubAddresses,
    SiteKind site,
    SortedSet<String> siteTypes,
    SessionPolicy session,
    ReleaseSettings releases,
    SortedMap<String, String> starlingx) {

  /** Which implementation of the site's port. */
  public enum SiteKind {
    SIMULATED,
    STARLINGX
  }

  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s:]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}");
  private static final Pattern WHOLE = Pattern.compile("[1-9]\\d{0,8}");
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]*");

  /** What reading a configuration led to. */
  public sealed interface Read {
    record Valid(AgentConfig config) implements Read {}

    /** Every problem, each naming key, value and what was expected. */
    record Invalid(List<String> problems) implements Read {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  public static Read read(Map<String, String> file, Map<String, String> environment) {
    var reader = new ConfigReader(file, environment);
    var dataDir = reader.text("data.dir", "", given -> !given.isEmpty(), "a directory");
    var enrolment = reader.text("enrolment.address", "", AgentConfig::isAddress, "host:port");
    var hubs = reader.list("hub.addresses", "", AgentConfig::isAddress, "host:port, …");
    var site =
        reader.text(
            "site",
            "starlingx",
            given -> given.equals("simulated") || given.equals("starlingx"),
            "simulated or starlingx");
    var types =
        reader.list(
            "simulated.types",
            "dns,ntp,ptp,ptp-instance,remote-logging,service-parameter,trusted-ca",
            given -> TYPE.matcher(given).matches(),
            "names of resource types");
    var dialTimeout =
        reader.duration(
            "dial.timeout",
            SessionPolicy.DEFAULT.dialTimeout(),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5));
    var first =
        reader.duration(
            "backoff.first",
            SessionPolicy.DEFAULT.firstDelay(),
            Duration.ofMillis(1),
            Duration.ofMinutes(1));
    var longest =
        reader.duration(
            "backoff.longest",
            SessionPolicy.DEFAULT.longestDelay(),
            Duration.ofMillis(1),
            Duration.ofHours(1));
    if (longest.compareTo(first) < 0) {
      reader.problem(
          "backoff.longest: " + longest + " (expected: at least backoff.first, " + first + ")");
    }
    var releases = releases(reader);
    var starlingx = reader.section("starlingx.");
    var problems = reader.problems();
    if (!problems.isEmpty()) {
      return new Read.Invalid(problems);
    }
    return new Read.Valid(
        new AgentConfig(
            Path.of(dataDir),
            enrolment,
            hubs,
            site.equals("simulated") ? SiteKind.SIMULATED : SiteKind.STARLINGX,
            new TreeSet<>(types),
            new SessionPolicy(dialTimeout, first, longest),
            releases,
            starlingx));
  }

  static ReleaseSettings releases(ConfigReader reader) {
    var cache = reader.text("release.cache.mib", "20480", AgentConfig::isWhole, "MiB, 1 or more");
    var free =
        reader.text(
            "release.cache.keep-free.mib",
            "1024",
            given -> isWhole(given) || given.equals("0"),
            "MiB, 0 or more");
    var rate =
        reader.text(
            "release.rate.kib",
            "0",
            given -> isWhole(given) || given.equals("0"),
            "KiB/s, 0 or more");
    return new ReleaseSettings(
        Long.parseLong(cache) << 20,
        Long.parseLong(free) << 20,
        Long.parseLong(rate) << 10,
        ReleaseSettings.PATIENCE);
  }

  private static boolean isWhole(String given) {
    return WHOLE.matcher(given).matches();
  }

  static boolean isAddress(String given) {
    return ADDRESS.matcher(given).matches()
        && Integer.parseInt(given.substring(given.lastIndexOf(':') + 1)) <= 65_535;
  }

  Path journalDir() {
    return dataDir.resolve("journal");
  }

  Path identityDir() {
    return dataDir.resolve("identity");
  }

  /** Without the site's settings: they may hold a password. */
  @Override
  public String toString() {
    return "data.dir="
        + dataDir
        + " enrolment.address="
        + enrolmentAddress
        + " hub.addresses="
        + hubAddresses
        + " site="
        + site
        + " dial.timeout="
        + session.dialTimeout()
        + " backoff="
        + session.firstDelay()
        + ".."
        + session.longestDelay()
        + " starlingx="
        + starlingx.keySet();
  }
}
