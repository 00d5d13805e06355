package io.murmuration.central;

import io.murmuration.central.auth.builtin.Passwords;
import io.murmuration.central.auth.builtin.UserEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code central user}: who may log in to the built-in identity service. */
@Command(
    name = "user",
    description = "Users of the built-in identity service.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(add | hash)",
    footer = {
      "",
      "Examples:",
      "  central user add alice --project admin --roles operator,reader --config central.yaml",
      "  central user add robot --roles reader --password-file robot.password",
      "  central user hash                          a line for the users file",
      "",
      "A running node notices the change by itself. With several nodes, copy the file to all.",
    })
final class UserCommand {
  private static final int MISTAKEN = 2;

  @ParentCommand private @Nullable CentralMain central;
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "add",
      description = "Add a user to the users file (identity.users-file) and ask for the password.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  central user add alice --project admin --roles operator,reader"})
  int add(
      @Parameters(paramLabel = "NAME", description = "Letters, digits, . _ @ + -") String name,
      @Option(
              names = "--project",
              paramLabel = "PROJECT",
              defaultValue = "admin",
              description = "Default: ${DEFAULT-VALUE}; REST admits admin and services.")
          String project,
      @Option(
              names = "--roles",
              paramLabel = "ROLE,...",
              required = true,
              description = "E.g. admin, configurator, operator, reader; admin implies reader.")
          String roles,
      @Option(
              names = "--password-file",
              paramLabel = "FILE",
              description = "Its first line; default: ask, or read a line of standard input.")
          @Nullable Path passwordFile)
      throws IOException {
    return switch (parent().load()) {
      case CentralConfig.Loaded.Invalid invalid -> parent().refuse(invalid);
      case CentralConfig.Loaded.Valid(var config) -> {
        var file = config.auth().builtin().map(AuthConfig.Builtin::usersFile);
        if (file.isEmpty()) {
          yield fail("identity.enabled: false (expected: true)");
        }
        yield withHash(
            passwordFile,
            hash -> {
              new UserEntry(name, hash, project, roles).addTo(file.get());
              commandLine().getOut().println("added " + name + " to " + file.get());
            });
      }
    };
  }

  @Command(
      name = "hash",
      description = "Print the hash of a password, for the users file.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  central user hash --password-file robot.password"})
  int hash(
      @Option(
              names = "--password-file",
              paramLabel = "FILE",
              description = "Its first line; default: ask, or read a line of standard input.")
          @Nullable Path passwordFile)
      throws IOException {
    return withHash(passwordFile, hash -> commandLine().getOut().println(hash));
  }

  private interface Use {
    void of(String hash);
  }

  private int withHash(@Nullable Path passwordFile, Use use) throws IOException {
    var password =
        passwordFile == null ? asked() : Files.readString(passwordFile).lines().findFirst();
    if (password.isEmpty()) {
      return fail("password: none given (expected: one line)");
    }
    try {
      use.of(Passwords.hash(password.get(), new SecureRandom()));
      commandLine().getOut().flush();
      return 0;
    } catch (IllegalArgumentException e) {
      return fail(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> asked() throws IOException {
    @SuppressWarnings("SystemConsoleNull") // null without a terminal before JDK 22, harmless after
    var console = System.console();
    if (console != null && console.isTerminal()) {
      return Optional.ofNullable(console.readPassword("Password: ")).map(String::new);
    }
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return Optional.ofNullable(input.readLine());
  }

  private int fail(String why) {
    commandLine().getErr().println(why);
    commandLine().getErr().flush();
    return MISTAKEN;
  }

  private CentralMain parent() {
    if (central == null) {
      throw new IllegalStateException("central: none (expected: set by picocli)");
    }
    return central;
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("spec: none (expected: set by picocli)");
    }
    return spec.commandLine();
  }
}
