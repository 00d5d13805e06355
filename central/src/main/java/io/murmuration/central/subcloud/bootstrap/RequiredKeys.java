package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.SiteValues;
import java.util.ArrayList;
import java.util.List;

/** Which bootstrap keys must be there, in the order in which the contract tests them. */
final class RequiredKeys {
  private final SiteValues input;
  private final List<Problem> problems = new ArrayList<>();

  private RequiredKeys(SiteValues input) {
    this.input = input;
  }

  static List<Problem> missingFrom(SiteValues input) {
    return new RequiredKeys(input).check();
  }

  private List<Problem> check() {
    require("name");
    requireWords("system_mode");
    if (Stack.ADMIN.isGiven(input)) {
      require(Stack.ADMIN.subnet());
      requireRange(Stack.ADMIN);
      require(Stack.ADMIN.gateway());
    }
    require(Stack.MANAGEMENT.subnet());
    requireRange(Stack.MANAGEMENT);
    requireOneGateway();
    require("systemcontroller_gateway_address");
    require("external_oam_subnet");
    require("external_oam_gateway_address");
    require("external_oam_floating_address");
    return problems;
  }

  private void requireRange(Stack stack) {
    if (stack.hasOnlyFloating(input)) {
      return;
    }
    require(stack.start());
    require(stack.end());
    stack.floatingBesideOtherStart(input).ifPresent(problems::add);
  }

  private void requireOneGateway() {
    boolean management = input.field(Stack.MANAGEMENT.gateway()).isPresent();
    boolean admin = input.field(Stack.ADMIN.gateway()).isPresent();
    if (management && admin) {
      problems.add(
          input.problem(
              Stack.MANAGEMENT.gateway(), "not given together with admin_gateway_address"));
    } else if (!management && !admin) {
      require(Stack.MANAGEMENT.gateway());
    }
  }

  /** Of the other keys an empty text is no address or name, which their own rules tell. */
  private void requireWords(String key) {
    if (input.text(key).filter(String::isEmpty).isPresent()) {
      problems.add(input.problem(key, key + " required"));
    } else {
      require(key);
    }
  }

  private void require(String key) {
    if (input.field(key).isEmpty()) {
      problems.add(new Problem(key, "nothing", key + " required"));
    }
  }
}
