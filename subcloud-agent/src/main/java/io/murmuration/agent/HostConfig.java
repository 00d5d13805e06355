package io.murmuration.agent;

import io.murmuration.agent.release.ReleaseSettings;
import io.murmuration.agent.session.SessionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Everything that a host of agents is told at its start. Immutable; holds no secret.
 *
 * @param dataDir journals and identities, one directory per site
 * @param sitesDir one file per site
 * @param trustFile PEM certificates of the hub's authority
 * @param poll between two looks at {@code sitesDir}
 * @param calls of one site at once
 * @param dials at once, and as many enrolments
 * @param releases of one site
 * @param starlingx settings of all sites, by key without {@code starlingx.}
 */
record HostConfig(
    Path dataDir,
    Path sitesDir,
    String enrolmentAddress,
    List<String> hubAddresses,
    Path trustFile,
    Duration poll,
    int calls,
    int dials,
    SessionPolicy session,
    ReleaseSettings releases,
    SortedMap<String, String> starlingx) {

  /** What reading a configuration led to. */
  sealed interface Read {
    record Valid(HostConfig config) implements Read {}

    /** Every problem, each naming key, value and what was expected. */
    record Invalid(List<String> problems) implements Read {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  static Read read(Map<String, String> file, Map<String, String> environment) {
    var reader = new ConfigReader(file, environment);
    var dataDir = reader.text("data.dir", "", given -> !given.isEmpty(), "a directory");
    var sitesDir =
        reader.text(
            "sites.dir",
            "",
            given -> !given.isEmpty() && Files.isDirectory(Path.of(given)),
            "a directory with a file NAME.properties per site");
    var enrolment = reader.text("enrolment.address", "", AgentConfig::isAddress, "host:port");
    var hubs = reader.list("hub.addresses", "", AgentConfig::isAddress, "host:port, …");
    var trust =
        reader.text(
            "trust.file",
            "",
            given -> !given.isEmpty() && Files.isReadable(Path.of(given)),
            "a file with PEM certificates of the hub's authority");
    var poll =
        reader.duration(
            "sites.poll", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofHours(1));
    var calls = reader.text("sites.calls", "8", HostConfig::isCount, "1 to 64");
    var dials = reader.text("dials", "16", HostConfig::isCount, "1 to 64");
    var releases = AgentConfig.releases(reader);
    var starlingx = reader.section("starlingx.");
    var problems = reader.problems();
    return problems.isEmpty()
        ? new Read.Valid(
            new HostConfig(
                Path.of(dataDir),
                Path.of(sitesDir),
                enrolment,
                hubs,
                Path.of(trust),
                poll,
                Integer.parseInt(calls),
                Integer.parseInt(dials),
                SessionPolicy.DEFAULT,
                releases,
                starlingx))
        : new Read.Invalid(problems);
  }

  private static boolean isCount(String given) {
    return given.matches("[1-9]|[1-5]\\d|6[0-4]");
  }
}
