package io.murmuration.central.drift;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.desired.type.FieldReader;
import io.murmuration.central.yaml.YamlNode;
import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.drift.DriftRule;
import io.murmuration.sync.model.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** From a document to the rules of one scope, or to all its mistakes at once. Pure. */
final class DriftPolicyRules {
  static final int MOST = 100;
  private static final Set<Kind> PUSHED = Set.of(Kind.PLATFORM, Kind.IDENTITY, Kind.DC_CERT);
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private DriftPolicyRules() {}

  /**
   * Reads
   *
   * <pre>
   * rules:
   *   - {kind: platform, type: dns, mode: report}
   *   - {kind: identity, mode: enforce}     # every type of the kind
   * </pre>
   *
   * @throws RefusedException 400 with every mistake, its path, line and column
   */
  static List<Rule> read(String text) {
    var problems = new ArrayList<Problem>();
    var document = FieldReader.ofDocument(text, problems);
    var rules = new ArrayList<Rule>();
    document
        .required("rules", "a list of rules")
        .ifPresent(node -> {
          if (node instanceof YamlNode.Elements(var elements, _)
              && !elements.isEmpty()
              && elements.size() <= MOST) {
            rules.addAll(rules(elements, problems));
          } else {
            document.problem("rules", node, "a list of 1 to " + MOST + " rules");
          }
        });
    document.refuseUnknown();
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return List.copyOf(rules);
  }

  private static List<Rule> rules(List<YamlNode> elements, List<Problem> problems) {
    var rules = new ArrayList<Rule>();
    var subjects = new HashSet<String>();
    for (int i = 0; i < elements.size(); i++) {
      var path = "rules[" + i + "]";
      var node = elements.get(i);
      var fields = new FieldReader(path, node, problems);
      var rule = rule(fields);
      fields.refuseUnknown();
      if (rule.isPresent() && !subjects.add(rule.get().subject())) {
        problems.add(
            new Problem(
                path,
                rule.get().subject() + " given twice",
                "each kind and type once",
                node.place().line(),
                node.place().column()));
      }
      rule.ifPresent(rules::add);
    }
    return rules;
  }

  private static Optional<Rule> rule(FieldReader fields) {
    var kind =
        fields
            .text("kind", "platform, identity or dc-cert", DriftPolicyRules::isPushed)
            .flatMap(Kind::fromWireName);
    boolean everyType = fields.node("type").isEmpty();
    var type =
        everyType
            ? Optional.of(DriftRule.EVERY_TYPE)
            : fields.text(
                "type", "a resource type, such as dns", text -> TYPE.matcher(text).matches());
    var mode =
        fields
            .text("mode", "enforce or report", text -> DriftMode.fromWireName(text).isPresent())
            .flatMap(DriftMode::fromWireName);
    return kind.isEmpty() || type.isEmpty() || mode.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rule(kind.get(), type.get(), mode.get()));
  }

  private static boolean isPushed(String name) {
    return Kind.fromWireName(name).filter(PUSHED::contains).isPresent();
  }
}
