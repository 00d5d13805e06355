package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.Verdict;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import java.util.List;
import java.util.TreeSet;

/**
 * Does the cloud run? It does if there is an active service group and every group has an active
 * instance on some controller (the others stand by). Services that do not answer count as down, as
 * they do for whoever wants to use the cloud; only what is the agent's own fault is unknown.
 */
final class ServiceGroups {
  private static final String PATH = "/v1/servicegroup";

  private ServiceGroups() {}

  static Verdict verdict(Sysinv sysinv) {
    return switch (sysinv.get(PATH)) {
      case Answer.Done(var body) -> verdict(body.rows("sm_servicegroup"));
      case Answer.Missing(var why) -> new Verdict.Down(why);
      case Answer.No(var why) -> new Verdict.Down(why);
      case Answer.Later(_, var why, var fault) ->
          switch (fault) {
            case SITE -> new Verdict.Down(why);
            case AGENT -> new Verdict.Unknown(why);
          };
    };
  }

  private static Verdict verdict(List<Row> instances) {
    if (instances.isEmpty()) {
      return new Verdict.Down("sysinv lists no service groups");
    }
    var inactive = new TreeSet<String>();
    for (var instance : instances) {
      inactive.add(name(instance));
    }
    for (var instance : instances) {
      if (instance.text("state").equals("active")) {
        inactive.remove(name(instance));
      }
    }
    return inactive.isEmpty()
        ? Verdict.UP
        : new Verdict.Down(
            "service groups without an active instance: " + String.join(", ", inactive));
  }

  private static String name(Row instance) {
    return instance.has("service_group_name")
        ? instance.text("service_group_name")
        : instance.text("name");
  }
}
