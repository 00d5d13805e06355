package io.murmuration.central;

import io.murmuration.central.certificate.MasterKeys;
import io.murmuration.central.certificate.Sealer;
import io.murmuration.central.certificate.UnusableKeyException;
import io.murmuration.central.certificate.rewrap.Rewrap;
import io.murmuration.central.certificate.rewrap.RewrapRules;
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
      "  central rewrap --prepare    on one node: makes master.key.next; copy that file to",
      "                              every node's data directory",
      "  central rewrap              on each node: wraps everything by it, then uses it",
      "  central rewrap --finish     on each node, when all have done so: forgets master.key.old",
      "",
      "Nodes say in the database which keys they have; a step that another node is not ready for",
      "is refused.",
      "",
      "Interrupted, run it again. Keep a backup of the new master.key apart from the database.",
    })
final class RewrapCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @ParentCommand private @Nullable CentralMain central;
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--prepare", description = "Make the next key, and nothing else.")
  private boolean prepare;

  @Option(
      names = "--copied",
      description = "Your word for nodes of an older version: they have the next key.")
  private boolean copied;

  @Option(names = "--finish", description = "Forget the old key, if nothing needs it any more.")
  private boolean finish;

  @Option(
      names = "--all-nodes-have-it",
      description = "Your word for nodes of an older version, with --finish: they use the new key.")
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
    if (!prepare && !finish && keys.next().isEmpty()) {
      return fail(
          keys.hasOld()
              ? "this node uses the new key already; run central rewrap --finish when all do"
              : "there is no " + MasterKeys.NEXT + " (run central rewrap --prepare first)");
    }
    if (!prepare && finish && keys.next().isPresent()) {
      return fail(MasterKeys.NEXT + " is not in use yet (run central rewrap first)");
    }
    try (var closer = new Closer()) {
      var database = closer.own(Database.open(Storage.settings(config, closer)));
      var rewrap = new Rewrap(database.transactions(), new Sealer(keys, random));
      return prepare ? prepare(keys, rewrap, random) : rewrap(keys, rewrap);
    }
  }

  private int prepare(MasterKeys keys, Rewrap rewrap, SecureRandom random) {
    var no = RewrapRules.mayPrepare(rewrap.liveNodes(), keys.fingerprints());
    if (no.isPresent()) {
      return fail(no.get());
    }
    say("next key: " + keys.prepare(random) + "; copy it to the data directory of every node");
    return 0;
  }

  private int rewrap(MasterKeys keys, Rewrap rewrap) {
    var nodes = rewrap.liveNodes();
    var target = keys.target().fingerprint();
    var no =
        finish
            ? RewrapRules.mayFinish(nodes, target, allHaveIt)
            : RewrapRules.mayWrap(nodes, target, copied);
    if (no.isPresent()) {
      return fail(no.get());
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
