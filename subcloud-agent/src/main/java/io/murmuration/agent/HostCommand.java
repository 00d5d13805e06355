package io.murmuration.agent;

import io.murmuration.agent.host.Host;
import io.murmuration.agent.host.HostOptions;
import io.murmuration.agent.host.SiteFiles;
import io.murmuration.agent.identity.Pem;
import io.murmuration.agent.lane.Lanes;
import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code host}: agents of many sites at the centre, until it is told to stop. */
@Command(
    name = "host",
    description = "Runs agents of many sites at the centre, through the sites' admin endpoints.")
final class HostCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(HostCommand.class);

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--check-config",
      description = "Only says what is wrong with the configuration and the sites.")
  private boolean checkOnly;

  @Override
  public Integer call() throws Exception {
    return switch (options.readHost()) {
      case HostConfig.Read.Invalid(var problems) -> {
        problems.forEach(System.err::println);
        yield 2;
      }
      case HostConfig.Read.Valid(var config) -> checkOnly ? check(config) : run(config);
    };
  }

  private static int check(HostConfig config) throws IOException {
    var reading = files(config).read();
    reading.problems().forEach(System.err::println);
    System.out.println("sites: " + reading.sites().size() + " valid");
    return reading.problems().isEmpty() ? 0 : 2;
  }

  private static int run(HostConfig config) throws Exception {
    try (var closer = new Closer()) {
      var lock = DataLock.take(config.dataDir());
      if (lock.isEmpty()) {
        System.err.println("data.dir: " + config.dataDir() + " is used by another process");
        return 1;
      }
      closer.own(lock.get());
      var faults = new LoggedFaults();
      int threads = Runtime.getRuntime().availableProcessors();
      var lanes = closer.own(new Lanes(threads, System::nanoTime, new SplittableRandom(), faults));
      var host =
          closer.own(
              new Host(
                  new HostOptions(
                      config.dataDir(),
                      config.enrolmentAddress(),
                      config.hubAddresses(),
                      Pem.certificates(Files.readString(config.trustFile())),
                      config.dials(),
                      config.dials(),
                      config.calls(),
                      config.session(),
                      config.releases(),
                      AgentMain.version()),
                  lanes,
                  InstantSource.system(),
                  () -> UUID.randomUUID().toString(),
                  faults));
      log.info("host start version={} sites.dir={}", AgentMain.version(), config.sitesDir());
      keep(host, config);
      return 0;
    } catch (CertificateException | IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  /** Looks at the sites again and again; a kill is as good as a stop. */
  private static void keep(Host host, HostConfig config) throws InterruptedException {
    var stop = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown, "stop"));
    var files = files(config);
    do {
      try {
        host.keep(files.read());
      } catch (IOException e) {
        log.error("sites.dir cannot be read, the sites stay as they are reason={}", e.getMessage());
      }
    } while (!stop.await(config.poll().toMillis(), TimeUnit.MILLISECONDS));
  }

  private static SiteFiles files(HostConfig config) {
    return new SiteFiles(config.sitesDir(), config.starlingx());
  }
}
