package io.murmuration.agent;

import io.murmuration.agent.farm.Farm;
import io.murmuration.agent.farm.FarmControl;
import io.murmuration.agent.farm.FarmOptions;
import io.murmuration.agent.farm.Token;
import io.murmuration.agent.identity.Pem;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.session.SessionPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code farm}: many agents with simulated sites; commands on stdin, see {@link FarmControl}. */
@Command(
    name = "farm",
    description = "Runs many agents with simulated sites; commands on stdin, answers on stdout.")
final class FarmCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "One directory agent-NNNNN per agent is kept here.")
  private Path data = Path.of("");

  @Option(
      names = "--tokens",
      required = true,
      paramLabel = "FILE",
      description = "JSON lines {\"subcloud\":\"name\",\"token\":\"…\"}, one per agent.")
  private Path tokens = Path.of("");

  @Option(
      names = "--trust-file",
      required = true,
      paramLabel = "FILE",
      description = "PEM certificates of the hub's authority.")
  private Path trustFile = Path.of("");

  @Option(
      names = "--enrolment",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The hub's enrolment listener.")
  private String enrolment = "";

  @Option(
      names = "--hub",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Dial these instead of what the enrolment says.")
  private List<String> hubs = List.of();

  @Option(
      names = "--types",
      split = ",",
      paramLabel = "TYPE",
      defaultValue = "dns,ntp,ptp,ptp-instance,remote-logging,service-parameter,trusted-ca",
      description = "Resource types the sites support (${DEFAULT-VALUE}).")
  private List<String> types = List.of();

  @Option(names = "--lanes", description = "Threads; 0: one per core (${DEFAULT-VALUE}).")
  private int lanes = 0;

  @Option(names = "--dials", description = "Dials under way at once (${DEFAULT-VALUE}).")
  private int dials = 64;

  @Option(names = "--enrolments", description = "Enrolments under way at once (${DEFAULT-VALUE}).")
  private int enrolments = 16;

  @Option(
      names = "--longest-delay",
      paramLabel = "SECONDS",
      description = "An agent dials again after at most this (${DEFAULT-VALUE}).")
  private int longestDelay = 10;

  @Option(names = "--seed", description = "Draws the sites of commands (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public Integer call() throws Exception {
    try (var closer = new Closer()) {
      var lock = DataLock.take(data);
      if (lock.isEmpty()) {
        System.err.println("--data: " + data + " is used by another farm");
        return 1;
      }
      closer.own(lock.get());
      var faults = new LoggedFaults();
      int threads = lanes > 0 ? lanes : Runtime.getRuntime().availableProcessors();
      var random = new SplittableRandom(seed);
      var running = closer.own(new Lanes(threads, System::nanoTime, random, faults));
      var options =
          new FarmOptions(
              data,
              enrolment,
              hubs,
              Pem.certificates(Files.readString(trustFile)),
              new TreeSet<>(types),
              enrolments,
              dials,
              SessionPolicy.DEFAULT.withLongestDelay(Duration.ofSeconds(longestDelay)),
              InstantSource.system());
      var farm =
          closer.own(
              new Farm(
                  options,
                  Token.read(tokens),
                  running,
                  () -> UUID.randomUUID().toString(),
                  AgentMain.version(),
                  faults));
      farm.start();
      serve(new FarmControl(farm, seed));
      return faults.count() == 0 ? 0 : 1;
    } catch (Token.InvalidTokensException | CertificateException | IOException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  /** Until "quit" or the end of stdin: whoever started the farm is gone then. */
  private static void serve(FarmControl control) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.isBlank()) {
        System.out.println(control.answer(line));
        System.out.flush();
      }
      if (FarmControl.isQuit(line)) {
        return;
      }
    }
  }
}
