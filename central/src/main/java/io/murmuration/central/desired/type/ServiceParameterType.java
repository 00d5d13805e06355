package io.murmuration.central.desired.type;

import io.murmuration.central.yaml.YamlNode;
import io.murmuration.sync.model.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A parameter of one of the site's services: sysinv {@code service_parameter}. The item's name is
 * {@code service.section.name}, within the 200 characters of a name. A custom one says which Puppet
 * resource it sets, and for which personality of hosts if not for all.
 */
final class ServiceParameterType implements ItemType {
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,15}");
  private static final Pattern SECTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,117}");
  private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,255}");
  private static final Set<String> PERSONALITIES =
      Set.of("controller", "storage", "worker", "edgeworker");
  private static final String TEXT_EXPECTED = "a text of 1 to 255 characters on one line";

  @Override
  public String name() {
    return "service-parameter";
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
  public Optional<String> nameOf(Map<String, Object> canonical) {
    return Optional.of(
        canonical.get("service") + "." + canonical.get("section") + "." + canonical.get("name"));
  }

  @Override
  public Map<String, Object> canonical(FieldReader fields) {
    var value = new TreeMap<String, Object>();
    value.put("service", word(fields, "service", SERVICE, "16 letters, digits, '_' or '-'"));
    value.put("section", word(fields, "section", SECTION, "64 letters, digits, '_' or '-'"));
    value.put("name", word(fields, "name", NAME, "118 letters, digits, '.', '_' or '-'"));
    value.put("value", fields.text("value", TEXT_EXPECTED, TEXT.asMatchPredicate()).orElse(""));
    var resource = optional(fields, "resource", TEXT_EXPECTED, TEXT.asMatchPredicate());
    var personality =
        optional(
            fields,
            "personality",
            "controller, storage, worker or edgeworker",
            PERSONALITIES::contains);
    if (!personality.isEmpty() && resource.isEmpty()) {
      fields
          .node("personality")
          .ifPresent(node -> fields.problem("personality", node, "none without a resource"));
    }
    value.put("resource", resource);
    value.put("personality", personality);
    return value;
  }

  private static String word(FieldReader fields, String field, Pattern pattern, String most) {
    return fields
        .text(field, "at most " + most, text -> pattern.matcher(text).matches())
        .orElse("");
  }

  private static String optional(
      FieldReader fields, String field, String expected, Predicate<String> allowed) {
    var given = fields.node(field);
    boolean none =
        given.isEmpty() || (given.get() instanceof YamlNode.Text(var t, _) && t.isEmpty());
    return none ? "" : fields.text(field, expected, allowed).orElse("");
  }

  @Override
  public String example() {
    return "{\"service\": \"platform\", \"section\": \"maintenance\","
        + " \"name\": \"worker_boot_timeout\", \"value\": \"720\"}";
  }
}
