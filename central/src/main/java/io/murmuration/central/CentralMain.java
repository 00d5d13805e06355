package io.murmuration.central;

import io.murmuration.central.config.KeyTable;
import io.murmuration.schema.SchemaRefused;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of central. Exit codes: 0 fine, 1 failed, 2 wrong usage or configuration. */
@Command(
    name = "central",
    description = "The system controller of a distributed cloud.",
    mixinStandardHelpOptions = true,
    versionProvider = CentralMain.VersionText.class,
    subcommands = {RewrapCommand.class, UserCommand.class},
    footer = {
      "",
      "Examples:",
      "  central run                              defaults, everything under ./data",
      "  central run --config /etc/murmuration/central.yaml",
      "  MURMURATION_REST_PORT=9119 central run      a variable wins over the file",
      "  central --check-config --config central.yaml",
      "  central keys                                every key of the configuration",
      "  central rewrap --prepare                    another master key, in three steps",
      "  central user add alice --roles operator,reader   somebody who may log in",
    })
public final class CentralMain implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int MISTAKEN = 2;

  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "YAML file; default: the one that $MURMURATION_CONFIG names, or none.")
  private @Nullable Path file;

  @Option(
      names = "--check-config",
      description = "Say whether the configuration is valid, or everything that is wrong with it.")
  private boolean check;

  CentralMain(Map<String, String> environment) {
    this.environment = environment;
  }

  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new CentralMain(environment));
  }

  @Override
  public Integer call() {
    if (!check) {
      commands().usage(commands().getErr());
      return MISTAKEN;
    }
    return switch (load()) {
      case CentralConfig.Loaded.Valid _ -> {
        out().println("configuration is valid");
        yield 0;
      }
      case CentralConfig.Loaded.Invalid invalid -> refuse(invalid);
    };
  }

  /** Runs until the process is told to stop. */
  @Command(
      name = "run",
      description = "Run a node until SIGTERM or SIGINT.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  central run --config central.yaml"})
  int run() throws InterruptedException {
    return switch (load()) {
      case CentralConfig.Loaded.Valid(var config) -> serve(config);
      case CentralConfig.Loaded.Invalid invalid -> refuse(invalid);
    };
  }

  /** Prints the table of {@code docs/configuration.md}. */
  @Command(
      name = "keys",
      description = "Print every key of the configuration as a Markdown table.",
      mixinStandardHelpOptions = true)
  int keys() {
    out().print(KeyTable.markdown(CentralKeys.all()));
    out().flush();
    return 0;
  }

  private int serve(CentralConfig config) throws InterruptedException {
    LogSetup.apply(config.node().logLevel(), config.node().logFormat());
    var log = LoggerFactory.getLogger(CentralMain.class);
    var stopped = new CountDownLatch(1);
    CentralServer server;
    try {
      server = CentralServer.start(config);
    } catch (SchemaRefused e) {
      log.error("cannot start: {}", e.getMessage());
      return FAILED;
    } catch (RuntimeException e) {
      log.error("cannot start", e);
      return FAILED;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, log, stopped), "stop"));
    stopped.await();
    return 0;
  }

  private static void stop(CentralServer server, Logger log, CountDownLatch stopped) {
    try {
      server.close();
    } catch (RuntimeException e) {
      log.error("stopped, but not cleanly", e);
    } finally {
      stopped.countDown();
    }
  }

  CentralConfig.Loaded load() {
    var named = environment.get(CentralConfig.FILE_VARIABLE);
    var chosen = file == null && named != null ? Path.of(named) : file;
    return CentralConfig.load(chosen, environment);
  }

  int refuse(CentralConfig.Loaded.Invalid invalid) {
    var err = commands().getErr();
    err.println("configuration: %d mistakes".formatted(invalid.problems().size()));
    invalid.problems().forEach(problem -> err.println("  " + problem));
    err.flush();
    return MISTAKEN;
  }

  private PrintWriter out() {
    return commands().getOut();
  }

  private CommandLine commands() {
    if (spec == null) {
      throw new IllegalStateException("spec: none (expected: set by picocli)");
    }
    return spec.commandLine();
  }

  /** For {@code --version}. */
  static final class VersionText implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"central " + Version.TEXT};
    }
  }
}
