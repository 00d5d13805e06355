package io.murmuration.central.auth.builtin;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The text of a users file:
 *
 * <pre>{@code
 * users:
 *   - name: alice
 *     password: "$2b$10$..."        # bcrypt: central user hash
 *     enabled: true                 # may be left out
 *     roles: {admin: [operator, reader]}
 * }</pre>
 *
 * <p>All mistakes are found in one pass. A user with a mistake cannot log in; the others can.
 * Immutable.
 *
 * @param problems one sentence each, with the line; never a password's hash
 */
record UsersFile(List<User> users, List<String> problems) {
  UsersFile {
    users = List.copyOf(users);
    problems = List.copyOf(problems);
  }

  static UsersFile parse(String text) {
    var reader = new Reader();
    try {
      reader.document(new Yaml(new LoaderOptions()).compose(new StringReader(text)));
    } catch (YAMLException e) {
      reader.problems.add("no YAML: " + firstLine(e));
    }
    return new UsersFile(List.copyOf(reader.users.values()), reader.problems);
  }

  private static String firstLine(YAMLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** One pass over the document; used by one thread. */
  private static final class Reader {
    private static final Pattern NAME = Pattern.compile("[\\w.@+-]{1,255}");
    private static final String NAME_EXPECTED = "1 to 255 letters, digits, . _ @ + -";

    private final Map<String, User> users = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    void document(@Nullable Node root) {
      if (root == null) {
        return;
      }
      var top = mapping(root, "file", Set.of("users"));
      if (top.get("users") instanceof SequenceNode list) {
        list.getValue().forEach(this::user);
      } else {
        problem(root, "users", "no list", "a list of users");
      }
    }

    private void user(Node node) {
      int before = problems.size();
      var fields = mapping(node, "user", Set.of("name", "password", "enabled", "roles"));
      var name = text(node, fields, "name", "");
      var password = text(node, fields, "password", "");
      var enabled = text(node, fields, "enabled", "true");
      if (!NAME.matcher(name).matches()) {
        problem(node, "name", name, NAME_EXPECTED);
      }
      if (users.containsKey(name)) {
        problem(node, "name", name, "each user once");
      }
      if (!Passwords.isHash(password)) {
        problem(node, "password of " + name, "***", Passwords.EXPECTED);
      }
      if (!enabled.equals("true") && !enabled.equals("false")) {
        problem(node, "enabled", enabled, "true or false");
      }
      var roles = roles(node, fields.get("roles"));
      if (problems.size() == before) {
        users.put(name, new User(name, enabled.equals("true"), password, roles));
      }
    }

    private Map<String, Set<String>> roles(Node user, @Nullable Node node) {
      Map<String, Set<String>> roles = new LinkedHashMap<>();
      if (!(node instanceof MappingNode projects)) {
        problem(user, "roles", "none", "project: [role, ...]");
        return roles;
      }
      for (var tuple : projects.getValue()) {
        var project = scalar(tuple.getKeyNode());
        if (!NAME.matcher(project).matches()) {
          problem(tuple.getKeyNode(), "project", project, NAME_EXPECTED);
        }
        roles.put(project, names(tuple.getValueNode()));
      }
      return roles;
    }

    private Set<String> names(Node node) {
      Set<String> names = new LinkedHashSet<>();
      if (!(node instanceof SequenceNode list)) {
        problem(node, "roles", scalar(node), "a list, as in [operator, reader]");
        return names;
      }
      for (var element : list.getValue()) {
        var role = scalar(element);
        if (!NAME.matcher(role).matches()) {
          problem(element, "role", role, NAME_EXPECTED);
        }
        names.add(role);
      }
      return names;
    }

    private Map<String, Node> mapping(Node node, String what, Set<String> known) {
      Map<String, Node> fields = new LinkedHashMap<>();
      if (!(node instanceof MappingNode mapping)) {
        problem(node, what, scalar(node), "keys " + String.join(", ", known));
        return fields;
      }
      for (var tuple : mapping.getValue()) {
        var key = scalar(tuple.getKeyNode());
        if (!known.contains(key)) {
          problem(tuple.getKeyNode(), what, key, "one of " + String.join(", ", known));
        } else if (fields.put(key, tuple.getValueNode()) != null) {
          problem(tuple.getKeyNode(), what, key + " twice", "once");
        }
      }
      return fields;
    }

    private String text(Node parent, Map<String, Node> fields, String key, String otherwise) {
      var node = fields.get(key);
      if (node != null && !(node instanceof ScalarNode)) {
        problem(parent, key, "a structure", "text");
      }
      return node == null ? otherwise : scalar(node);
    }

    private static String scalar(Node node) {
      return node instanceof ScalarNode scalar ? scalar.getValue() : "a structure";
    }

    private void problem(Node node, String field, String given, String expected) {
      problems.add(
          "line %d: %s: %s (expected: %s)"
              .formatted(node.getStartMark().getLine() + 1, field, given, expected));
    }
  }
}
