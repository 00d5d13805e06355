package io.murmuration.central.operation.desk;

import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Order;
import java.time.Duration;

/** What is to be said on a session's stream, if that is still open. */
public sealed interface AgentOrder {
  SubcloudId subcloud();

  SessionEpoch session();

  OperationId id();

  /**
   * Run it.
   *
   * @param journal the only one that may
   */
  record Operate(
      SubcloudId subcloud,
      SessionEpoch session,
      Order order,
      String journal,
      Duration startWithin,
      boolean secret)
      implements AgentOrder {
    @Override
    public OperationId id() {
      return order.id();
    }
  }

  record Cancel(SubcloudId subcloud, SessionEpoch session, OperationId id) implements AgentOrder {}

  /** Its end is stored: it need not be reported any more. */
  record Stored(SubcloudId subcloud, SessionEpoch session, OperationId id) implements AgentOrder {}
}
