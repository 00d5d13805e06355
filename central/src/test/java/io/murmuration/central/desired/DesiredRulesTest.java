package io.murmuration.central.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.murmuration.central.api.RefusedException;
import io.murmuration.sync.resource.Presence;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DesiredRulesTest {
  @Test
  void yamlAndJsonOfTheSameThingAreTheSameDeclaration() {
    var yaml =
        """
        scope: fleet
        items:
          - type: dns
            value: {nameservers: [192.0.2.53, "2001:db8::53"]}
          - {type: ntp, state: removed}
        """;
    var json =
        """
        {"scope": "fleet", "items": [
          {"type": "dns", "value": {"nameservers": ["192.0.2.53", "2001:db8::53"]}},
          {"type": "ntp", "state": "removed"}]}
        """;
    var declaration = DesiredRules.read(yaml, false);
    assertThat(declaration).isEqualTo(DesiredRules.read(json, false));
    assertThat(declaration.target()).isEqualTo(Optional.of(new ScopeRef.Fleet()));
    assertThat(declaration.items().getFirst().payload())
        .isEqualTo("{\"nameservers\":[\"192.0.2.53\",\"2001:db8::53\"]}");
    assertThat(declaration.items().getLast().presence()).isEqualTo(Presence.REMOVED);
  }

  @Test
  void allMistakesOfADocumentAreToldAtOnceWithTheirPlaces() {
    var detail =
        refusal(
            """
            scope: everywhere
            items:
              - type: dns
                value:
                  nameservers: [192.0.2.300, 192.0.2.1, 192.0.2.1]
                  search: example.net
              - type: bgp
              - type: ntp
                state: gone
              - type: remote-logging
                name: other
                value: {enabled: maybe, ip_address: 192.0.2.9, port: 70000, transport: sctp}
            colour: red
            """);
    assertThat(detail.lines())
        .contains(
            "line 1, column 8: scope: \"everywhere\" (expected: fleet (or use group: NAME, subcloud:"
                + " NAME))",
            "line 5, column 21: items[0].value.nameservers[0]: \"192.0.2.300\" (expected: IPv4 or"
                + " IPv6 addresses)",
            "line 5, column 45: items[0].value.nameservers[2]: \"192.0.2.1\" (expected: each element"
                + " once)",
            "line 7, column 11: items[1].type: \"bgp\" (expected: one of dns, ntp, ptp,"
                + " ptp-instance, remote-logging, service-parameter, trusted-ca)",
            "line 9, column 12: items[2].state: \"gone\" (expected: present, absent or removed)",
            "line 11, column 11: items[3].name: \"other\" (expected: no name, or default)",
            "line 12, column 58: items[3].value.port: 70000 (expected: a whole number from 1 to"
                + " 65535)");
    assertThat(detail)
        .contains("items[0].value.search", "items[3].value.enabled", "items[3].value.transport")
        .contains("line 13, column 9: colour: \"red\" (expected: no such field;");
  }

  @Test
  void addressesAreStoredInTheSpellingThatSitesGiveBack() {
    var items =
        DesiredRules.read(
                """
                scope: fleet
                items:
                  - {type: dns, value: {nameservers: ["2001:DB8:0:0::53"]}}
                """,
                false)
            .items();
    assertThat(items.getFirst().payload()).isEqualTo("{\"nameservers\":[\"2001:db8::53\"]}");
    assertThat(
            refusal(
                """
                scope: fleet
                items:
                  - {type: dns, value: {nameservers: ["2001:db8::53", "2001:DB8:0::53"]}}
                """))
        .contains("each element once");
  }

  @Test
  void clocksAndServiceParametersHaveOneSpelling() {
    var items =
        DesiredRules.read(
                """
                scope: fleet
                items:
                  - {type: ptp, value: {transport: udp, mode: software, mechanism: p2p}}
                  - type: ptp-instance
                    name: grandmaster
                    value:
                      service: ptp4l
                      hostnames: [controller-1, controller-0]
                      parameters: {global: ["priority1=10", "domainNumber=24"]}
                  - type: service-parameter
                    value: {service: platform, section: maintenance, name: boot.timeout, value: "720"}
                  - {type: service-parameter, name: http.config.http_port, state: absent}
                """,
                false)
            .items();
    assertThat(items)
        .extracting(item -> item.key() + " " + item.payload())
        .containsExactly(
            "ptp/default {\"mechanism\":\"p2p\",\"mode\":\"software\",\"transport\":\"udp\"}",
            "ptp-instance/grandmaster {\"hostnames\":[\"controller-0\",\"controller-1\"],"
                + "\"parameters\":{\"global\":[\"domainNumber=24\",\"priority1=10\"]},"
                + "\"service\":\"ptp4l\"}",
            "service-parameter/platform.maintenance.boot.timeout {\"name\":\"boot.timeout\","
                + "\"personality\":\"\",\"resource\":\"\",\"section\":\"maintenance\","
                + "\"service\":\"platform\",\"value\":\"720\"}",
            "service-parameter/http.config.http_port ");
  }

  @Test
  void allMistakesOfClocksAndServiceParametersAreToldWithTheirPlaces() {
    var detail =
        refusal(
            """
            scope: fleet
            items:
              - {type: ptp, value: {mode: quantum, transport: l2, mechanism: e2e}}
              - type: ptp-instance
                name: slave
                value: {service: ntpd, parameters: {global: [domainNumber, "a=1"], unicast: 7}}
              - type: service-parameter
                name: other
                value: {service: platform, section: m, name: n, value: "1", personality: worker}
              - {type: service-parameter, name: p.m.n, value: {service: p, section: m, name: n, value: 720}}
              - {type: service-parameter, state: absent}
            """);
    assertThat(detail)
        .contains(
            "line 3, column 31: items[0].value.mode: \"quantum\"",
            "line 6, column 22: items[1].value.service: \"ntpd\"",
            "line 6, column 50: items[1].value.parameters.global[0]: \"domainNumber\"",
            "items[1].value.parameters.unicast: 7",
            "items[2].value.personality: \"worker\" (expected: none without a resource)",
            "items[3].value.value: 720 (expected: a text of 1 to 255 characters",
            "items[4].name");
  }

  @Test
  void theNameOfAServiceParameterIsWhatItsValueSays() {
    assertThat(
            refusal(
                """
                scope: fleet
                items:
                  - type: service-parameter
                    name: other
                    value: {service: platform, section: m, name: n, value: "1"}
                """))
        .contains("items[0].name: \"other\" (expected: no name, or platform.m.n)");
  }

  @Test
  void brokenYamlNamesLineAndColumn() {
    assertThat(refusal("scope: fleet\nitems: [\n  {type: dns\n")).startsWith("line ");
  }

  @Test
  void aFieldGivenTwiceIsAMistake() {
    assertThat(refusal("scope: fleet\nscope: fleet\nitems: []"))
        .contains("line 2, column 1: scope: given twice (expected: each field once)");
  }

  @Test
  void theSameItemTwiceIsAMistake() {
    assertThat(
            refusal(
                """
                scope: fleet
                items:
                  - {type: ntp, value: {ntpservers: [a.example]}}
                  - {type: ntp, value: {ntpservers: [b.example]}}
                """))
        .contains("items[1]: ntp/default given twice");
  }

  @Test
  void aScopeInThePathAllowsNoneInTheDocument() {
    assertThat(DesiredRules.read("items: [{type: ntp, state: absent}]", true).target()).isEmpty();
    var refused =
        catchThrowableOfType(
            RefusedException.class,
            () -> DesiredRules.read("scope: fleet\nitems: [{type: ntp, state: absent}]", true));
    assertThat(refused.error().detail()).contains("the path names it");
  }

  @Test
  void emptyDocumentsAndOtherThingsThanObjectsAreRefused() {
    assertThat(refusal("")).contains("nothing");
    assertThat(refusal("- 1")).contains("a list of 1 (expected: an object)");
    assertThat(refusal("scope: fleet\nitems: []")).contains("a list of 1 to 20000 items");
  }

  @Test
  void aSmallDocumentCannotBecomeALargeOne() {
    var bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (char c = 'b'; c < 'k'; c++) {
      char before = (char) (c - 1);
      bomb.append(c).append(": &").append(c).append(" [");
      bomb.append(("*" + before + ",").repeat(9)).append("]\n");
    }
    assertThat(refusal(bomb.toString())).contains("50 uses of aliases");
    assertThat(refusal("items: &a [*a, *a]")).contains("an alias inside its own anchor");
  }

  private static String refusal(String document) {
    var refused =
        catchThrowableOfType(RefusedException.class, () -> DesiredRules.read(document, false));
    assertThat(refused.error().status()).isEqualTo(400);
    return String.valueOf(refused.error().detail());
  }
}
