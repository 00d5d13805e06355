package io.murmuration.central.desired;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.desired.type.FieldReader;
import io.murmuration.central.desired.type.ItemType;
import io.murmuration.central.desired.type.ItemTypes;
import io.murmuration.central.yaml.Place;
import io.murmuration.central.yaml.YamlNode;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.resource.Presence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** From a document to a declaration, or to all its mistakes at once. Pure. */
final class DesiredRules {
  static final int MOST_ITEMS = 20_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
  private static final String NAME_EXPECTED =
      "letters, digits, '.', '_' or '-', at most 200, beginning with a letter or digit";
  private static final String STATES = "present, absent or removed";

  private DesiredRules() {}

  /**
   * Reads
   *
   * <pre>
   * scope: fleet            # or group: NAME, or subcloud: NAME; none if the path names it
   * items:
   *   - type: dns
   *     value: {nameservers: [192.0.2.53]}
   *   - {type: ntp, state: removed}
   * </pre>
   *
   * @throws RefusedException 400 with every mistake, its path, line and column
   */
  static Declaration read(String text, boolean scopeInPath) {
    var problems = new ArrayList<Problem>();
    var document = FieldReader.ofDocument(text, problems);
    var target = target(document, scopeInPath);
    var items = new ArrayList<DeclaredItem>();
    document
        .required("items", "a list of items")
        .ifPresent(node -> {
          if (node instanceof YamlNode.Elements(var elements, _)
              && !elements.isEmpty()
              && elements.size() <= MOST_ITEMS) {
            items.addAll(items(elements, problems));
          } else {
            document.problem("items", node, "a list of 1 to " + MOST_ITEMS + " items");
          }
        });
    document.refuseUnknown();
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return new Declaration(target, items);
  }

  private static Optional<ScopeRef> target(FieldReader document, boolean scopeInPath) {
    var scope = document.node("scope");
    var group = document.node("group");
    var subcloud = document.node("subcloud");
    long given = List.of(scope, group, subcloud).stream().filter(Optional::isPresent).count();
    if ((given == 0 && scopeInPath) || !document.isObject()) {
      return Optional.empty();
    }
    if (given != 1 || scopeInPath) {
      document.problem(
          "scope",
          scope.or(() -> group).or(() -> subcloud).orElse(new YamlNode.Nothing("", Place.START)),
          scopeInPath
              ? "no scope in the document, because the path names it"
              : "exactly one of scope: fleet, group: NAME, subcloud: NAME");
      return Optional.empty();
    }
    if (scope.isPresent()) {
      return document
          .text("scope", "fleet (or use group: NAME, subcloud: NAME)", "fleet"::equals)
          .map(_ -> new ScopeRef.Fleet());
    }
    return group.isPresent()
        ? reference(document, "group", group.get()).map(ScopeRef.Group::new)
        : reference(document, "subcloud", subcloud.orElseThrow()).map(ScopeRef.Subcloud::new);
  }

  private static Optional<String> reference(FieldReader document, String field, YamlNode node) {
    return switch (node) {
      case YamlNode.Text(var text, _) when !text.isBlank() -> Optional.of(text);
      case YamlNode.Whole(var number, _, _) when number > 0 -> Optional.of(Long.toString(number));
      default -> {
        document.problem(field, node, "a name or an id");
        yield Optional.empty();
      }
    };
  }

  private static List<DeclaredItem> items(List<YamlNode> elements, List<Problem> problems) {
    var items = new ArrayList<DeclaredItem>();
    Set<ItemKey> seen = new LinkedHashSet<>();
    for (int i = 0; i < elements.size(); i++) {
      var path = "items[" + i + "]";
      var node = elements.get(i);
      item(path, node, problems)
          .ifPresent(item -> {
            if (seen.add(item.key())) {
              items.add(item);
            } else {
              problems.add(
                  new Problem(
                      path,
                      item.key() + " given twice",
                      "each item once",
                      node.place().line(),
                      node.place().column()));
            }
          });
    }
    return items;
  }

  private static Optional<DeclaredItem> item(String path, YamlNode node, List<Problem> problems) {
    int before = problems.size();
    var fields = new FieldReader(path, node, problems);
    var expected = "one of " + ItemTypes.names();
    var type =
        fields
            .text("type", expected, name -> ItemTypes.find(name).isPresent())
            .flatMap(ItemTypes::find);
    var name = fields.node("name");
    var state = state(fields);
    var value = fields.node("value");
    fields.refuseUnknown();
    if (type.isEmpty()) {
      return Optional.empty();
    }
    var tree = value(path, fields, type.get(), state, value, problems);
    var natural = tree.flatMap(type.get()::nameOf);
    var key = name(fields, type.get(), name, natural).map(n -> new ItemKey(type.get().name(), n));
    var payload = tree.map(given -> payload(fields, value, given)).orElse("");
    if (problems.size() > before || key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new DeclaredItem(type.get().kind(), key.get(), state, payload));
  }

  private static Presence state(FieldReader fields) {
    var node = fields.node("state");
    if (node.isEmpty()) {
      return Presence.PRESENT;
    }
    return fields
        .text("state", STATES, text -> List.of("present", "absent", "removed").contains(text))
        .map(Presence::fromWireName)
        .orElse(Presence.PRESENT);
  }

  /**
   * @param natural the name that the value decides; it need not be said
   */
  private static Optional<String> name(
      FieldReader fields, ItemType type, Optional<YamlNode> given, Optional<String> natural) {
    var only = type.onlyName().or(() -> natural);
    if (only.isPresent()) {
      if (given.isPresent()
          && !(given.get() instanceof YamlNode.Text(var text, _) && text.equals(only.get()))) {
        fields.problem("name", given.get(), "no name, or " + only.get());
      }
      return only;
    }
    return fields.text("name", NAME_EXPECTED, text -> NAME.matcher(text).matches());
  }

  /** The canonical tree of an item that is present; empty for others, and if it has mistakes. */
  private static Optional<Map<String, Object>> value(
      String path,
      FieldReader fields,
      ItemType type,
      Presence state,
      Optional<YamlNode> value,
      List<Problem> problems) {
    if (state != Presence.PRESENT) {
      value.ifPresent(
          node -> fields.problem("value", node, "no value for state " + state.wireName()));
      return Optional.empty();
    }
    if (value.isEmpty()) {
      fields.required("value", "an object like " + type.example());
      return Optional.empty();
    }
    var inner = new FieldReader(path + ".value", value.get(), problems);
    int before = problems.size();
    var tree = type.canonical(inner);
    inner.refuseUnknown();
    return problems.size() > before ? Optional.empty() : Optional.of(tree);
  }

  private static String payload(
      FieldReader fields, Optional<YamlNode> value, Map<String, Object> tree) {
    try {
      return new String(CanonicalJson.print(tree), StandardCharsets.UTF_8);
    } catch (InvalidJsonException e) {
      value.ifPresent(node ->
          fields.problem("value", node, "a value with a canonical form; " + e.getMessage()));
      return "";
    }
  }
}
