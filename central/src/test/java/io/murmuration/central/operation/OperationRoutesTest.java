package io.murmuration.central.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.operation.desk.LiveProgress;
import io.murmuration.central.operation.row.ArgumentSeal;
import io.murmuration.central.store.Commits;
import io.murmuration.central.testing.RestFixture;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationClass;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class OperationRoutesTest {
  private static final String OPERATIONS = "/v1.0/operations";
  private static final String NOWHERE = OPERATIONS + "/" + new UUID(1, 2);

  private final AtomicInteger nudges = new AtomicInteger();
  private final Operations operations = new Operations(new NoSeal(), UUID::randomUUID);
  private TestDatabase database;
  private RestFixture rest;
  private SubcloudId edge;

  /** No order here has a secret. */
  private static final class NoSeal implements ArgumentSeal {
    @Override
    public byte[] seal(byte[] arguments) {
      throw new IllegalStateException("nothing is secret");
    }

    @Override
    public byte[] open(byte[] sealed) {
      throw new IllegalStateException("nothing is secret");
    }
  }

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    var transactions = database.database().transactions();
    rest =
        RestFixture.serving(
            new OperationRoutes(
                transactions,
                new Commits(transactions),
                operations,
                new LiveProgress(System::nanoTime),
                nudges::incrementAndGet));
    edge = subcloud("edge");
  }

  @AfterEach
  void close() {
    rest.close();
    database.close();
  }

  @Test
  void anOperationTellsWhereItStandsAndWhy() {
    var id = ordered(edge, "stage.fetch", OperationClass.DOWNLOAD);

    var shown = rest.get(OPERATIONS + "/" + id).body();

    assertThat(shown)
        .contains("\"id\":\"" + id + "\"")
        .contains("\"subcloud\":\"edge\"")
        .contains("\"class\":\"download\"")
        .contains("\"state\":\"created\"")
        .contains("\"reason\":\"waits until the subcloud's agent is connected\"")
        .contains("\"asked-by\":\"ada\"");
  }

  @Test
  void whatWaitsForAHubThatIsHeldSaysSo() {
    var id = ordered(edge, "stage.fetch", OperationClass.DOWNLOAD);
    database.execute("UPDATE hub SET hold = 'the database was restored'");

    assertThat(rest.get(OPERATIONS + "/" + id).body())
        .contains("waits: the hub is held, until it is recovered: the database was restored");
  }

  @Test
  void theResultIsShownAsItsTypeDefinesIt() {
    var id = ordered(edge, "read", OperationClass.READ);
    database.execute(
        "UPDATE operation SET state = 'succeeded', result = '{\"n\": [1]}' WHERE id = '"
            + id
            + "'");
    assertThat(rest.get(OPERATIONS + "/" + id).body()).contains("\"result\":{\"n\":[1]}");

    database.execute("UPDATE operation SET result = 'no json' WHERE id = '" + id + "'");
    assertThat(rest.get(OPERATIONS + "/" + id).body()).contains("\"result\":\"no json\"");
  }

  @Test
  void operationsAreListedNewestFirstInPagesAndByWhatTheyAre() {
    var other = subcloud("other");
    var first = ordered(edge, "read", OperationClass.READ);
    var second = ordered(edge, "load", OperationClass.MUTATE);
    var third = ordered(other, "read", OperationClass.READ);

    assertThat(listed("")).containsExactly(third, second, first);
    assertThat(listed("?subcloud=edge")).containsExactly(second, first);
    assertThat(listed("?subcloud=" + edge.value() + "&type=read")).containsExactly(first);
    assertThat(listed("?state=running")).isEmpty();
    var page = rest.get(OPERATIONS + "?limit=2").body();
    var marker = page.replaceAll(".*\"next-marker\":\"([0-9]+)\".*", "$1");
    assertThat(listed("?limit=2&marker=" + marker)).containsExactly(first);
  }

  @Test
  void aWrongFilterIsNamedAndAnUnknownSubcloudIsNotFound() {
    var wrong = rest.get(OPERATIONS + "?state=odd&limit=0&marker=x&colour=red");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("state: odd", "limit: 0", "marker: x", "colour: unknown");
    assertThat(rest.get(OPERATIONS + "?subcloud=nobody").statusCode()).isEqualTo(404);
  }

  @Test
  void whatWasNotSentIsCancelledOnce() {
    var id = ordered(edge, "load", OperationClass.MUTATE);

    var answer = rest.delete(OPERATIONS + "/" + id);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"state\":\"cancelled\"")
        .contains("\"details\":\"cancelled before it was sent\"");
    assertThat(nudges).hasValue(1);
    assertThat(rest.delete(OPERATIONS + "/" + id).statusCode()).isEqualTo(409);
    assertThat(count("audit_trail WHERE what = 'cancel operation'")).isEqualTo(1);
  }

  @Test
  void whatWasSentIsAskedToStopAndTheNodesAreTold() {
    var id = ordered(edge, "load", OperationClass.MUTATE);
    database.execute(
        "UPDATE operation SET state = 'running', journal_id = gen_random_uuid() WHERE id = '"
            + id
            + "'");

    assertThat(rest.delete(OPERATIONS + "/" + id).body())
        .contains("\"state\":\"running\"", "\"cancel-asked\":true", "was asked to stop");

    assertThat(count("change WHERE what = 'operation'")).isEqualTo(2);
  }

  @Test
  void onlyAnUnknownOutcomeIsSettledByAPersonWhoSaysHow() {
    var id = ordered(edge, "load", OperationClass.MUTATE);
    var settle = "{\"outcome\": \"succeeded\", \"details\": \"the release is there\"}";
    assertThat(rest.json("PATCH", OPERATIONS + "/" + id, settle).statusCode()).isEqualTo(409);
    database.execute("UPDATE operation SET state = 'unknown' WHERE id = '" + id + "'");

    var settled = rest.json("PATCH", OPERATIONS + "/" + id, settle);

    assertThat(settled.statusCode()).isEqualTo(200);
    assertThat(settled.body())
        .contains("\"state\":\"succeeded\"")
        .contains("\"details\":\"settled by ")
        .contains(": the release is there\"");
    var wrong = rest.json("PATCH", OPERATIONS + "/" + id, "{\"outcome\": \"fine\", \"x\": 1}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("outcome: ", "details: nothing", "x: an unknown field");
  }

  @Test
  void whatIsNotIsNotFound() {
    assertThat(rest.get(NOWHERE).statusCode()).isEqualTo(404);
    assertThat(rest.get(OPERATIONS + "/odd").statusCode()).isEqualTo(404);
    assertThat(rest.delete(NOWHERE).statusCode()).isEqualTo(404);
    var settle = "{\"outcome\": \"failed\", \"details\": \"looked\"}";
    assertThat(rest.json("PATCH", NOWHERE, settle).statusCode()).isEqualTo(404);
  }

  private List<String> listed(String query) {
    var answer = rest.get(OPERATIONS + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Pattern.compile("\"id\":\"([0-9a-f-]{36})\"")
        .matcher(answer.body())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private String ordered(SubcloudId subcloud, String type, OperationClass operationClass) {
    var order =
        new NewOperation(
            subcloud, type, operationClass, Payload.of("{}"), false, Duration.ofHours(1));
    var started =
        database
            .database()
            .transactions()
            .inTx(tx -> operations.start(tx, new OrderedBy("ada", "req-1"), List.of(order)));
    var id = ((Started.Ordered) started.getFirst()).id();
    return new UUID(id.high(), id.low()).toString();
  }

  private SubcloudId subcloud(String name) {
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, management_state, deploy_status,
          region_name, management_subnet, management_gateway_ip, management_start_ip,
          management_end_ip, systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        VALUES ('%s', '1', 'managed', 'complete', '%s', '', '', '', '', '', '')
        """
            .formatted(name, name));
    return new SubcloudId(number("SELECT id FROM subcloud WHERE name = '" + name + "'"));
  }

  private long count(String rows) {
    return number("SELECT count(*) FROM " + rows);
  }

  private long number(String query) {
    return database
        .database()
        .transactions()
        .inTx(tx -> tx.sql().fetchSingle(query).get(0, Long.class));
  }
}
