package io.murmuration.sync.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.resource.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftRulesTest {
  private static final Scope GROUP = new Scope.Group(7);
  private static final Scope SUBCLOUD = new Scope.Subcloud(1);

  @Test
  void whereNobodySaysAnythingDriftIsRepaired() {
    assertThat(DriftRules.NONE.policy(7, 1)).isEqualTo(DriftPolicy.ENFORCE);
    assertThat(DriftPolicy.ENFORCE.reports(Kind.PLATFORM, "dns")).isFalse();
    var others = rules(rule(new Scope.Group(8), "dns", DriftMode.REPORT));
    assertThat(others.policy(7, 1)).isEqualTo(DriftPolicy.ENFORCE);
  }

  @Test
  void theNearerScopeWins() {
    var rules =
        rules(
            rule(Scope.FLEET, "dns", DriftMode.REPORT),
            rule(GROUP, "dns", DriftMode.ENFORCE),
            rule(SUBCLOUD, "ntp", DriftMode.REPORT));
    assertThat(rules.policy(9, 9).reports(Kind.PLATFORM, "dns")).isTrue();
    assertThat(rules.policy(7, 9).reports(Kind.PLATFORM, "dns")).isFalse();
    assertThat(rules.policy(7, 1).reports(Kind.PLATFORM, "ntp")).isTrue();
    assertThat(rules.policy(7, 9).reports(Kind.PLATFORM, "ntp")).isFalse();
  }

  @Test
  void aWholeKindOfANearerScopeComesBeforeATypeOfAFartherOne() {
    var rules =
        rules(
            rule(Scope.FLEET, "dns", DriftMode.REPORT),
            rule(GROUP, DriftRule.EVERY_TYPE, DriftMode.ENFORCE),
            rule(GROUP, "ntp", DriftMode.REPORT));
    var policy = rules.policy(7, 1);
    assertThat(policy.reports(Kind.PLATFORM, "dns")).isFalse();
    assertThat(policy.reports(Kind.PLATFORM, "ntp")).as("a type within a scope").isTrue();
    assertThat(policy.reports(Kind.PLATFORM, "ptp")).isFalse();
    assertThat(policy.reports(Kind.IDENTITY, "ntp")).isFalse();
  }

  @Test
  void thePolicySaysWhoDecided() {
    var policy = rules(rule(GROUP, DriftRule.EVERY_TYPE, DriftMode.REPORT)).policy(7, 1);
    assertThat(policy.decision(Kind.PLATFORM, "dns"))
        .hasValueSatisfying(decision -> assertThat(decision.source()).isEqualTo("by " + GROUP));
  }

  private static DriftRules rules(DriftRule... rules) {
    return new DriftRules(List.of(rules));
  }

  private static DriftRule rule(Scope scope, String type, DriftMode mode) {
    return new DriftRule(scope, Kind.PLATFORM, type, mode, "by " + scope);
  }
}
