package io.murmuration.it.fault.watch;

import io.murmuration.central.operation.NewOperation;
import io.murmuration.central.operation.Operations;
import io.murmuration.central.operation.OrderedBy;
import io.murmuration.central.operation.Started;
import io.murmuration.central.operation.row.ArgumentSeal;
import io.murmuration.it.fault.history.Event;
import io.murmuration.it.fault.history.History;
import io.murmuration.schema.Database;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationClass;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Orders commands for single sites, in the way of the hub's own features: no REST endpoint takes
 * orders of any type. One thread.
 */
final class Commands {
  private static final Duration START_WITHIN = Duration.ofMinutes(30);

  private final Database database;
  private final Operations operations = new Operations(new NothingSecret(), UUID::randomUUID);
  private final History history;
  private final LongSupplier nanoTime;
  private int ordered;

  Commands(Database database, History history, LongSupplier nanoTime) {
    this.database = database;
    this.history = history;
    this.nanoTime = nanoTime;
  }

  /**
   * @param id of the site's subcloud
   * @param takes how long the site is at it
   */
  void order(String site, long id, Duration takes) {
    int number = ++ordered;
    var order =
        new NewOperation(
            new SubcloudId(id),
            "farm.work",
            OperationClass.MUTATE,
            Payload.of("{\"ms\":" + takes.toMillis() + ",\"n\":" + number + "}"),
            false,
            START_WITHIN);
    var by = new OrderedBy("fault test", "fault-" + number);
    try {
      var started =
          database.transactions().inTx(tx -> operations.start(tx, by, List.of(order))).getFirst();
      if (started instanceof Started.Ordered) {
        history.add(new Event.Ordered(nanoTime.getAsLong(), number, site));
      } // else its site is busy with another one: nothing was written
    } catch (RuntimeException e) {
      // The database is hurt: the commit may have come through.
      history.add(new Event.OrderUnclear(nanoTime.getAsLong(), number, site));
    }
  }

  private static final class NothingSecret implements ArgumentSeal {
    @Override
    public byte[] seal(byte[] arguments) {
      throw new IllegalStateException("nothing is secret");
    }

    @Override
    public byte[] open(byte[] sealed) {
      throw new IllegalStateException("nothing is secret");
    }
  }
}
