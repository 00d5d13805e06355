package io.murmuration.agent.farm;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.alarm.Severity;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Commands to a running farm, one line each, one JSON line as the answer.
 *
 * <pre>
 *   status                     {"agents","connected","enrolled","held":{kind:{revision:count}},"refused"}
 *   drift COUNT TYPE           changes an item of the type at COUNT sites
 *   strayed TYPE               names the sites where an item of the type is not as their journal wants
 *   refuse COUNT TYPE WHY…     COUNT sites refuse writes of the type from now on
 *   defer COUNT TYPE MS        COUNT sites answer "not now, in MS"
 *   alarm COUNT ID SEVERITY    COUNT sites raise an alarm (critical, major, minor, warning)
 *   heal                       takes refusals and deferrals away
 *   deaf COUNT                 COUNT agents stop reading their streams
 *   crash COUNT                COUNT agents lose their memory and start from their journals
 *   latency MS                 every call of every site takes so long
 *   quit
 * </pre>
 *
 * Sites are drawn by the seed, so that the same lines do the same. Answers name them in "sites"; a
 * line that is not understood answers {"error"}. One thread.
 */
public final class FarmControl {
  private final Farm farm;
  private final Random random;

  public FarmControl(Farm farm, long seed) {
    this.farm = farm;
    this.random = new Random(seed);
  }

  public static boolean isQuit(String line) {
    return line.strip().equals("quit");
  }

  /** Does what the line says and answers. */
  public String answer(String line) {
    var words = List.of(line.strip().split("\\s+", 4));
    try {
      return json(
          switch (words.getFirst()) {
            case "status" -> status();
            case "drift" -> drift(count(words), word(words, 2, "TYPE"));
            case "strayed" -> strayed(word(words, 1, "TYPE"));
            case "refuse" -> {
              var answer = new SiteResult.Refused(word(words, 3, "WHY"));
              yield answers(count(words), word(words, 2, "TYPE"), answer);
            }
            case "defer" -> {
              var answer = new SiteResult.Deferred(millis(words, 3), "told to wait");
              yield answers(count(words), word(words, 2, "TYPE"), answer);
            }
            case "alarm" -> alarm(count(words), word(words, 2, "ID"), word(words, 3, "SEVERITY"));
            case "heal" -> {
              farm.agents().forEach(agent -> agent.site().heal());
              yield Map.of("healed", farm.agents().size());
            }
            case "deaf" -> each(count(words), farm::deaf);
            case "crash" -> each(count(words), farm::crash);
            case "latency" -> {
              farm.latency(millis(words, 1));
              yield Map.of("latency_ms", millis(words, 1).toMillis());
            }
            case "quit" -> Map.of("quit", true);
            default -> throw new UsageException("unknown command " + words.getFirst());
          });
    } catch (UsageException e) {
      return json(Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private Map<String, Object> status() {
    var held = new TreeMap<String, Map<String, Integer>>();
    int connected = 0;
    for (var agent : farm.agents()) {
      connected += agent.isConnected() ? 1 : 0;
      agent
          .holds()
          .forEach((kind, revision) ->
              held.computeIfAbsent(kind.wireName(), _ -> new TreeMap<>())
                  .merge(Long.toString(revision.number()), 1, Integer::sum));
    }
    return Map.of(
        "agents",
        farm.agents().size(),
        "enrolled",
        farm.enrolledCount(),
        "refused",
        farm.refusedCount(),
        "connected",
        connected,
        "held",
        held);
  }

  private Map<String, Object> drift(int count, String type) {
    var sites = new TreeMap<String, String>();
    for (var agent : shuffled()) {
      if (sites.size() < count) {
        agent
            .site()
            .drift(Kind.PLATFORM, type)
            .map(ItemKey::toString)
            .ifPresent(item -> sites.put(agent.name(), item));
      }
    }
    return Map.of("sites", sites);
  }

  private Map<String, Object> strayed(String type) {
    return Map.of(
        "sites",
        farm.agents().stream()
            .filter(agent -> agent.hasStrayed(Kind.PLATFORM, type))
            .map((Function<FarmAgent, String>) FarmAgent::name)
            .sorted()
            .toList());
  }

  private Map<String, Object> answers(int count, String type, SiteResult answer) {
    return each(count, agent -> agent.site().answer(type, answer));
  }

  private Map<String, Object> alarm(int count, String id, String severity) throws UsageException {
    var known = Severity.fromWireName(severity);
    if (known.isEmpty()) {
      throw new UsageException(
          "SEVERITY: " + severity + " (expected: critical, major, minor or warning)");
    }
    var alarm = new SiteAlarm(id, "host=controller-0", known.get(), "raised by the farm");
    return each(count, agent -> agent.site().audits().raise(alarm));
  }

  private Map<String, Object> each(int count, java.util.function.Consumer<FarmAgent> action) {
    var chosen = shuffled().stream().limit(count).toList();
    chosen.forEach(action);
    return Map.of(
        "sites",
        chosen.stream().map((Function<FarmAgent, String>) FarmAgent::name).sorted().toList());
  }

  private List<FarmAgent> shuffled() {
    var agents = new ArrayList<>(farm.agents());
    Collections.shuffle(agents, random);
    return agents;
  }

  private static int count(List<String> words) throws UsageException {
    return (int) number(words, 1, "COUNT");
  }

  private static Duration millis(List<String> words, int at) throws UsageException {
    return Duration.ofMillis(number(words, at, "MS"));
  }

  private static long number(List<String> words, int at, String name) throws UsageException {
    var word = word(words, at, name);
    if (!word.matches("\\d{1,9}")) {
      throw new UsageException(name + ": " + word + " (expected: a number)");
    }
    return Long.parseLong(word);
  }

  private static String word(List<String> words, int at, String name) throws UsageException {
    if (words.size() <= at) {
      throw new UsageException(words.getFirst() + ": " + name + " is missing");
    }
    return words.get(at);
  }

  private static String json(Map<String, ?> answer) {
    try {
      return new String(CanonicalJson.print(answer), StandardCharsets.UTF_8);
    } catch (InvalidJsonException e) {
      return "{\"error\":\"the answer is too long\"}";
    }
  }

  private static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }
}
