package io.murmuration.agent;

import io.murmuration.agent.identity.EnrolmentClient;
import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.agent.identity.IdentityStore;
import io.murmuration.agent.identity.Pem;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.session.TlsConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code enroll}: a one-time token for a certificate. Repeating it with the same token is safe. */
@Command(name = "enroll", description = "Exchanges a one-time token for a certificate.")
final class EnrollCommand implements Callable<Integer> {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--token-file",
      required = true,
      paramLabel = "FILE",
      description = "File with the token (never on the command line, where all users see it).")
  private Path tokenFile = Path.of("");

  @Option(
      names = "--trust-file",
      required = true,
      paramLabel = "FILE",
      description = "PEM certificates of the hub's authority, brought by a way that is trusted.")
  private Path trustFile = Path.of("");

  @Override
  public Integer call() throws Exception {
    return switch (options.read()) {
      case AgentConfig.Read.Invalid(var problems) -> {
        problems.forEach(System.err::println);
        yield 2;
      }
      case AgentConfig.Read.Valid(var config) -> enroll(config);
    };
  }

  private int enroll(AgentConfig config) throws Exception {
    try (var closer = new Closer()) {
      var lanes =
          closer.own(new Lanes(1, System::nanoTime, new SplittableRandom(), new LoggedFaults()));
      var store = closer.own(IdentityStore.open(config.identityDir()));
      var tls = HubTls.serverOnly(Pem.certificates(Files.readString(trustFile)));
      var channel = TlsConnector.channel(config.enrolmentAddress(), tls, lanes.lane(0).loop());
      closer.own(channel::shutdownNow);
      var token = Files.readString(tokenFile).strip();
      return switch (new EnrolmentClient(channel, DEADLINE).enroll(store, token)) {
        case EnrolmentResult.Granted(var identity) -> {
          System.out.println("enrolled as " + identity + ", hubs " + identity.hubAddresses());
          yield 0;
        }
        case EnrolmentResult.Refused(var why) -> {
          System.err.println("the hub refuses the enrolment: " + why);
          yield 1;
        }
        case EnrolmentResult.Unreachable(var why) -> {
          System.err.println(config.enrolmentAddress() + " cannot be asked now: " + why);
          yield 1;
        }
      };
    }
  }
}
