package io.murmuration.agent;

import io.murmuration.agent.journal.CorruptJournalException;
import io.murmuration.agent.journal.JournalFile;
import io.murmuration.agent.journal.SiteJournal;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.resource.SecretTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code holds}: what sites hold, read from their journals while the agents run. One JSON line per
 * agent, sorted by directory.
 */
@Command(
    name = "holds",
    description = "Prints what an agent (or each agent of a farm) holds, one JSON line each.")
final class HoldsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Data directory of an agent or of a farm.")
  private Path dataDir = Path.of("");

  @Option(names = "--values", description = "Also the values, but for those that are secret.")
  private boolean values;

  @Override
  public Integer call() throws IOException, InvalidJsonException {
    var agents = new ArrayList<Path>();
    if (Files.isDirectory(dataDir.resolve("journal"))) {
      agents.add(dataDir);
    } else {
      try (var entries = Files.newDirectoryStream(dataDir, "agent-*")) {
        entries.forEach(agents::add);
      }
    }
    agents.sort(null);
    int exit = agents.isEmpty() ? 1 : 0;
    for (var agent : agents) {
      try {
        var journal = JournalFile.read(agent.resolve("journal"));
        if (journal.isPresent()) {
          System.out.println(line(String.valueOf(agent.getFileName()), journal.get()));
        }
      } catch (CorruptJournalException e) {
        System.err.println(e.getMessage());
        exit = 1;
      }
    }
    return exit;
  }

  private String line(String agent, SiteJournal journal) throws InvalidJsonException {
    var kinds = new TreeMap<String, Object>();
    for (var entry : journal.kinds().entrySet()) {
      var held = entry.getValue().journal();
      var items = new TreeMap<String, @Nullable Object>();
      for (var item : held.wanted().entrySet()) {
        items.put(
            item.getKey().toString(),
            values && !SecretTypes.isSecret(entry.getKey(), item.getKey().type())
                ? CanonicalJson.parse(item.getValue().bytes())
                : (Object) item.getValue().size());
      }
      var refused = new TreeMap<String, String>();
      held.refusals().forEach((key, refusal) -> refused.put(key.toString(), refusal.why()));
      var kind = new TreeMap<String, Object>();
      kind.put("revision", held.held().number());
      kind.put("hub_epoch", held.lineage().hubEpoch());
      kind.put("items", items);
      kind.put("refused", refused);
      kinds.put(entry.getKey().wireName(), kind);
    }
    var line = new TreeMap<String, Object>();
    line.put("agent", agent);
    line.put("journal", journal.id());
    line.put("dial", journal.dial());
    line.put("kinds", kinds);
    return new String(CanonicalJson.print(line), StandardCharsets.UTF_8);
  }
}
