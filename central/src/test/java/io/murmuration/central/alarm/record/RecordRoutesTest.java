package io.murmuration.central.alarm.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.subcloud.TestHub;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
class RecordRoutesTest {
  private static final String RECORDS = "/v1.0/alarm-records";
  private static TestHub hub;

  @BeforeAll
  static void raise() {
    hub = new TestHub((transactions, _) -> List.of(new RecordRoutes(transactions)));
    int one = hub.added("one");
    int two = hub.added("two");
    hub.sql(
        """
        INSERT INTO alarm_record (subcloud_id, alarm_id, resource, severity, entity_instance_id,
                                  reason_text, cleared_at)
        VALUES (%d, '280.001', '', 'critical', 'subcloud=one', 'one is offline', clock_timestamp()),
               (%d, '280.002', 'identity', 'major', 'subcloud=one.resource=identity', 'a', NULL),
               (%d, '280.002', 'platform', 'major', 'subcloud=one.resource=platform', 'b', NULL),
               (%d, '280.001', '', 'critical', 'subcloud=two', 'two is offline', NULL)
        """
            .formatted(one, one, one, two));
  }

  @AfterAll
  static void close() {
    hub.close();
  }

  private static List<String> entities(String query) {
    return hub.get(RECORDS + query)
        .json()
        .get("alarm_records")
        .findValuesAsText("entity-instance-id");
  }

  @Test
  void alarmsAreListedWithWhatIsKnownOfThem() {
    var found = hub.get(RECORDS).json();
    assertThat(found.get("next-marker").isNull()).isTrue();
    JsonNode first = found.at("/alarm_records/0");
    assertThat(first.get("alarm-id").asText()).isEqualTo("280.002");
    assertThat(first.get("severity").asText()).isEqualTo("major");
    assertThat(first.get("subcloud").asText()).isEqualTo("one");
    assertThat(first.get("reason-text").asText()).isEqualTo("a");
    assertThat(first.get("cleared-at").isNull()).isTrue();
    assertThat(
            hub.get(RECORDS + "?state=cleared").json().at("/alarm_records/0/cleared-at").asText())
        .startsWith("20");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 3",
    "?state=all, 4",
    "?state=cleared, 1",
    "?subcloud=one, 2",
    "?subcloud=nobody, 0",
    "?severity=critical, 1",
    "?alarm-id=280.002&subcloud=one&limit=, 2",
  })
  void aFilterNarrows(String query, int expected) {
    assertThat(entities(query)).hasSize(expected);
  }

  @Test
  void pagesAddUpToTheWhole() {
    var seen = new ArrayList<String>();
    var marker = "";
    do {
      var page = hub.get(RECORDS + "?state=all&limit=1" + marker).json();
      seen.addAll(page.get("alarm_records").findValuesAsText("entity-instance-id"));
      marker =
          page.get("next-marker").isNull() ? "" : "&marker=" + page.get("next-marker").asText();
    } while (!marker.isEmpty());
    assertThat(seen).isEqualTo(entities("?state=all")).hasSize(4);
  }

  @Test
  void everyMistakeIsNamed() {
    var refused = hub.get(RECORDS + "?limit=0&marker=x&state=on&alarm-id=a&severity=bad&since=1");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body())
        .contains("limit", "marker", "state", "alarm-id", "severity", "since: unknown parameter");
  }
}
