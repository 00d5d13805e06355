package io.murmuration.central.desired.type;

import io.murmuration.central.yaml.YamlNode;
import io.murmuration.sync.model.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One PTP instance of a site with its parameters and hosts: sysinv {@code ptp_instances}.
 * Parameters are written as sysinv shows them, {@code name=value}, by section; order says nothing.
 */
final class PtpInstanceType implements ItemType {
  private static final Set<String> SERVICES =
      Set.of("ptp4l", "phc2sys", "ts2phc", "clock", "synce4l", "gnss-monitor", "dpll-mgr");
  private static final Pattern SECTION =
      Pattern.compile("[\\p{Graph}]([\\p{Graph} ]{0,253}[\\p{Graph}])?");
  private static final Pattern PARAMETER =
      Pattern.compile("[^=\\p{Cntrl}\\s]{1,255}=[^\\p{Cntrl}]+");
  private static final int MOST_HOSTS = 200;
  private static final int MOST_SECTIONS = 100;
  private static final int MOST_PARAMETERS = 1_000;
  private static final String SECTIONS_EXPECTED =
      "an object with a list of \"name=value\" for each section, at most " + MOST_SECTIONS;

  @Override
  public String name() {
    return "ptp-instance";
  }

  @Override
  public Kind kind() {
    return Kind.PLATFORM;
  }

  @Override
  public Optional<String> onlyName() {
    return Optional.empty();
  }

  @Override
  public Map<String, Object> canonical(FieldReader fields) {
    var service =
        fields.text(
            "service", "one of " + String.join(", ", new TreeSet<>(SERVICES)), SERVICES::contains);
    var hosts =
        fields.node("hostnames").isEmpty()
            ? List.<String>of()
            : fields.texts(
                "hostnames",
                0,
                MOST_HOSTS,
                "host names",
                Addresses::isHost,
                UnaryOperator.identity());
    return Map.of(
        "service",
        service.orElse(""),
        "hostnames",
        List.copyOf(new TreeSet<>(hosts)),
        "parameters",
        parameters(fields));
  }

  private static Map<String, Object> parameters(FieldReader fields) {
    var sections = new TreeMap<String, Object>();
    var given = fields.node("parameters");
    if (given.isEmpty()) {
      return sections;
    }
    if (!(given.get() instanceof YamlNode.Fields(var bySection, _))
        || bySection.size() > MOST_SECTIONS) {
      fields.problem("parameters", given.get(), SECTIONS_EXPECTED);
      return sections;
    }
    var inner = fields.inner("parameters", given.get());
    bySection.forEach((section, pairs) -> {
      if (!SECTION.matcher(section).matches()) {
        inner.problem(section, pairs, "the name of a section: 1 to 255 printable characters");
      }
      var texts =
          inner.texts(
              section,
              1,
              MOST_PARAMETERS,
              "parameters such as \"domainNumber=24\"",
              text -> PARAMETER.matcher(text).matches(),
              UnaryOperator.identity());
      sections.put(section, List.copyOf(new TreeSet<>(texts)));
    });
    return sections;
  }

  @Override
  public String example() {
    return "{\"service\": \"ptp4l\", \"hostnames\": [\"controller-0\"],"
        + " \"parameters\": {\"global\": [\"domainNumber=24\"]}}";
  }
}
