package io.murmuration.central;

import io.murmuration.central.certificate.MasterKeys;
import io.murmuration.central.certificate.Sealer;
import io.murmuration.central.certificate.UnusableKeyException;
import io.murmuration.central.certificate.rewrap.Rewrap;
import io.murmuration.schema.Database;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code central rewrap}: goes over to another master key while the hub runs. */
@Command(
    name = "rewrap",
    description = "Go over to another master key while the hub runs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "In this order, on nodes with the same database:",
      "  central rewrap --prepare    on one node only: makes master.key.next; copy that file to",
      "                              every node's data directory",
      "  central rewrap --copied     on each node: wraps everything by it, then uses it",
      "  central rewrap --finish --all-nodes-have-it",
      "                              on each node, when all have done so: forgets master.key.old",
      "",
      "Interrupted, run it again. Keep a backup of the new master.key apart from the database.",
    })
final class RewrapCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @ParentCommand private @Nullable CentralMain central;
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--prepare", description = "Make the next key, and nothing else.")
  private boolean prepare;

  @Option(names = "--copied", description = "Every node has the next key in its data directory.")
  private boolean copied;

  @Option(names = "--finish", description = "Forget the old key, if nothing needs it any more.")
  private boolean finish;

  @Option(
      names = "--all-nodes-have-it",
      description = "Every node uses the new key; said with --finish while others run.")
  private boolean allHaveIt;

  @Override
  public Integer call() {
    return switch (parent().load()) {
      case CentralConfig.Loaded.Invalid invalid -> parent().refuse(invalid);
      case CentralConfig.Loaded.Valid(var config) -> {
        try {
          yield run(config);
        } catch (UnusableKeyException
            | UncheckedIOException
            | IllegalStateException
            | DataAccessException e) {
          yield fail(String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private int run(CentralConfig config) {
    var random = new SecureRandom();
    var keys = MasterKeys.read(config.node().data());
    if (prepare) {
      say("next key: " + keys.prepare(random) + "; copy it to the data directory of every node");
      return 0;
    }
    if (!finish && keys.next().isEmpty()) {
      return fail(
          keys.hasOld()
              ? "this node uses the new key already; run central rewrap --finish when all do"
              : "there is no " + MasterKeys.NEXT + " (run central rewrap --prepare first)");
    }
    if (finish && keys.next().isPresent()) {
      return fail(MasterKeys.NEXT + " is not in use yet (run central rewrap first)");
    }
    try (var closer = new Closer()) {
      var database = closer.own(Database.open(Storage.settings(config, closer)));
      return rewrap(keys, new Rewrap(database.transactions(), new Sealer(keys, random)));
    }
  }

  private int rewrap(MasterKeys keys, Rewrap rewrap) {
    int nodes = rewrap.liveNodes();
    if (!finish && nodes > 1 && !copied) {
      return fail(
          "%d nodes run (expected: --copied, when each of them has %s)"
              .formatted(nodes, MasterKeys.NEXT));
    }
    if (finish && nodes > 1 && !allHaveIt) {
      return fail(
          "%d nodes run, and which key each uses is not known here (expected: --all-nodes-have-it,"
                  .formatted(nodes)
              + " when central rewrap --copied ended well on each of them)");
    }
    boolean whole =
        rewrap.run(
            keys.target(),
            done ->
                say(
                    "%s: %d rows seen, %d wrapped"
                        .formatted(done.table(), done.seen(), done.rewrapped())));
    if (!whole) {
      return fail(
          "a node goes on sealing by the former key; run this again when all use the new one");
    }
    if (finish) {
      keys.forgetOld();
      say("everything is wrapped by the key in use; the old one is forgotten");
    } else {
      keys.promote();
      say("everything is wrapped by the new key, and this node uses it");
    }
    return 0;
  }

  private void say(String text) {
    var out = commands().commandLine().getOut();
    out.println(text);
    out.flush();
  }

  private int fail(String why) {
    var err = commands().commandLine().getErr();
    err.println(why);
    err.flush();
    return FAILED;
  }

  private CentralMain parent() {
    if (central == null) {
      throw new IllegalStateException("central: none (expected: set by picocli)");
    }
    return central;
  }

  private CommandSpec commands() {
    if (spec == null) {
      throw new IllegalStateException("spec: none (expected: set by picocli)");
    }
    return spec;
  }
}
