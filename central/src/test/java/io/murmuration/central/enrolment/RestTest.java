package io.murmuration.central.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.certificate.TestAgent;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RestTest {
  private static final String TOKENS = "/v1.0/enrolment-tokens";

  @AutoClose private final EnrolmentWorld world = new EnrolmentWorld();

  @Test
  void groupGetsOneTokenPerMemberInTheOrderOfIds() {
    var ids = List.of(world.subcloud("a"), world.subcloud("b"), world.subcloud("c"));

    var answer = world.ok(HttpMethod.POST, TOKENS, "{\"group\":\"Default\"}");

    assertThat(tokens(answer))
        .extracting(token -> token.get("subcloud-id"))
        .containsExactlyElementsOf(ids.stream().map(id -> (Object) (int) id.value()).toList());
    assertThat(tokens(answer)).extracting(token -> token.get("token")).doesNotHaveDuplicates();
    assertThat(answer).containsEntry("trust-bundle", world.authority.ca.trustBundle());
    assertThat(world.query("SELECT what || ': ' || target || ' by ' || who FROM audit_trail"))
        .isEqualTo("create enrolment tokens: group Default by alice");
  }

  @Test
  void bulkOrderIsFiveStatementsWhateverItsSize() {
    for (int i = 0; i < 50; i++) {
      world.subcloud("edge" + i);
    }
    var counts = world.authority.database.database().statements();
    var before = counts.now();

    world.ok(HttpMethod.POST, TOKENS, "{\"group\":1}");

    assertThat(counts.now().since(before).statements())
        .as("find group, find members, withdraw, insert, audit")
        .isEqualTo(5);
  }

  @Test
  void listShowsNoSecret() {
    var subcloud = world.subcloud("edge7");
    String token = world.token(subcloud);
    world.newAgent().enroll(world.port(), token);

    var listed = world.ok(HttpMethod.GET, TOKENS, "");

    assertThat(tokens(listed))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.keySet())
              .containsExactlyInAnyOrder(
                  "subcloud-id",
                  "subcloud-name",
                  "created-by",
                  "created-at",
                  "expires-at",
                  "used-at");
          assertThat(row.get("used-at")).isNotNull();
        });
    assertThat(listed.toString())
        .doesNotContain(token)
        .doesNotContain(TokenSecret.of(token).hash());
  }

  @Test
  void textsHideTheToken() {
    var subcloud = world.subcloud("edge7");
    String token = world.token(subcloud);

    var answer = world.call(HttpMethod.POST, TOKENS, "{\"subcloud\":\"edge7\"}");
    assertThat(answer.toString()).contains("token=token");
    assertThat(TokenSecret.of(token).toString()).isEqualTo("token");
  }

  @Test
  void onlyTheHashIsStored() {
    String token = world.token(world.subcloud("edge7"));

    assertThat(world.query("SELECT encode(token_hash, 'hex') FROM enrolment_token"))
        .isEqualTo(TokenSecret.of(token).hash());
    assertThat(world.query("SELECT t::text FROM enrolment_token t")).doesNotContain(token);
  }

  @Test
  void unknownReferencesAreAllNamedAndNothingIsStored() {
    world.subcloud("edge7");

    assertThatThrownBy(
            () -> world.call(HttpMethod.POST, TOKENS, "{\"subclouds\":[\"edge7\",\"x\",999]}"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.error().status()).isEqualTo(404);
              assertThat(refused.error().detail()).isEqualTo("Subclouds not found: x, 999");
            });
    assertThatThrownBy(() -> world.call(HttpMethod.POST, TOKENS, "{\"group\":\"none\"}"))
        .hasMessageContaining("Subcloud Group not found");
    assertThatThrownBy(
            () -> world.call(HttpMethod.POST, TOKENS, "{\"subcloud\":99999999999999999999}"))
        .hasMessageContaining("Subcloud not found");
    assertThat(world.query("SELECT count(*) FROM enrolment_token")).isEqualTo("0");
  }

  @Test
  void digitsAreAnIdEvenIfASubcloudHasThemForAName() {
    world.subcloud("4711");

    assertThatThrownBy(() -> world.call(HttpMethod.POST, TOKENS, "{\"subcloud\":\"4711\"}"))
        .hasMessageContaining("Subcloud not found");
  }

  @Test
  void enrolmentIsShownAndRevoked() {
    var subcloud = world.subcloud("edge7");
    var reply = world.newAgent().enroll(world.port(), world.token(subcloud));
    var identity = AgentIdentity.of(TestAgent.certificate(reply));

    assertThat(world.ok(HttpMethod.GET, "/v1.0/enrolments/edge7", ""))
        .containsEntry("state", "active")
        .containsEntry("enrolment-id", identity.enrolment().toString());
    world.connect(subcloud, UUID.randomUUID(), 5);
    world.ok(HttpMethod.DELETE, "/v1.0/enrolments/edge7", "");

    var shown = world.ok(HttpMethod.GET, "/v1.0/enrolments/edge7", "");
    assertThat(shown).containsEntry("state", "not-enrolled").containsEntry("enrolment-id", null);
    assertThat(rows(shown, "certificates"))
        .singleElement()
        .satisfies(row ->
            assertThat(row)
                .containsEntry("serial", identity.serial())
                .containsEntry("state", "revoked")
                .containsEntry("revoked-why", "enrolment revoked by alice"));
    assertThat(world.nudgedAt)
        .as("after the commit")
        .containsExactly("revocation " + subcloud.value());
    assertThat(
            world.query(
                "SELECT epoch || ' ' || coalesce(incarnation::text, 'null') FROM agent_session"))
        .isEqualTo("6 null");
    assertThat(
            world.query(
                "SELECT scope_type || ' ' || scope_id FROM change WHERE what = 'revocation'"))
        .isEqualTo("subcloud " + subcloud.value());
  }

  @Test
  void nothingToRevokeIsSaid() {
    world.subcloud("edge7");

    assertThatThrownBy(() -> world.call(HttpMethod.DELETE, "/v1.0/enrolments/edge7", ""))
        .hasMessageContaining("404 Subcloud edge7 is not enrolled");
    assertThatThrownBy(() -> world.call(HttpMethod.GET, "/v1.0/enrolments/nobody", ""))
        .hasMessageContaining("404 Subcloud not found");
  }

  @Test
  void trustBundleIsTheAuthority() {
    assertThat(world.ok(HttpMethod.GET, "/v1.0/trust-bundle", ""))
        .isEqualTo(Map.of("trust-bundle", world.authority.ca.trustBundle()));
  }

  private static List<Map<String, Object>> tokens(Map<String, Object> answer) {
    return rows(answer, "tokens");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(Map<String, Object> answer, String field) {
    return (List<Map<String, Object>>) answer.getOrDefault(field, List.of());
  }
}
