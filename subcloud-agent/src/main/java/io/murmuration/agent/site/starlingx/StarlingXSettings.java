package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.starlingx.client.CallPolicy;
import io.murmuration.agent.site.starlingx.client.Credentials;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import io.murmuration.agent.site.starlingx.identity.IdentitySettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a site's services are and who the agent is there. Holds no secret.
 *
 * @param sysinv without path
 * @param adminEndpoint where the admin services listen with TLS; any of them shows the certificate
 * @param trustFile PEM certificates of the authority behind {@code https} addresses, read again
 *     when it changes; empty: those that the JVM trusts
 * @param services those that are only asked
 * @param identity empty: this agent does not keep the site's identities
 */
public record StarlingXSettings(
    URI sysinv,
    InetSocketAddress adminEndpoint,
    Credentials credentials,
    Optional<Path> trustFile,
    CallPolicy calls,
    SiteServices.Addresses services,
    Optional<IdentitySettings> identity) {

  /** What reading settings led to. */
  public sealed interface Read {
    record Valid(StarlingXSettings settings) implements Read {}

    /** Every problem, each naming key, value and what was expected. */
    record Invalid(List<String> problems) implements Read {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * Reads the agent's settings {@code starlingx.*}.
   *
   * @param section by key without {@code starlingx.}
   */
  public static Read read(Map<String, String> section) {
    var reader = new SettingsReader(section);
    var sysinv = reader.service("sysinv.url", "http://localhost:6385");
    var adminEndpoint = reader.address("admin.endpoint", "localhost:6386");
    var credentials =
        new Credentials(
            reader.service("keystone.url", "http://localhost:5000"),
            reader.text("user", ""),
            reader.text("user.domain", "Default"),
            reader.text("project", "services"),
            reader.text("project.domain", "Default"),
            reader.file("password.file").orElse(Path.of("")));
    if (credentials.passwordFile().toString().isEmpty()) {
      reader.missing("password.file", "a file that holds the password of the user");
    }
    var trustFile = reader.file("trust.file");
    var standard = CallPolicy.DEFAULT;
    var calls =
        standard
            .timeouts(
                reader.duration("timeout.connect", standard.connect()),
                reader.duration("timeout.read", standard.read()),
                reader.duration("timeout.write", standard.write()))
            .atOnce(reader.whole("calls.at.once", standard.atOnce(), 1, 32), standard.patience());
    var services =
        new SiteServices.Addresses(
            reader.service("usm.url", "http://localhost:5497"),
            reader.service("fm.url", "http://localhost:18002"));
    var identity = IdentitySettingsReader.read(reader);
    var problems = reader.problems();
    return problems.isEmpty()
        ? new Read.Valid(
            new StarlingXSettings(
                sysinv, adminEndpoint, credentials, trustFile, calls, services, identity))
        : new Read.Invalid(problems);
  }
}
