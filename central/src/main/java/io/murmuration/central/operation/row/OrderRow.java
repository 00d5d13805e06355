package io.murmuration.central.operation.row;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationClass;
import io.murmuration.sync.operation.OperationId;
import java.time.Duration;

/**
 * A row to be made.
 *
 * @param secret the arguments are sealed
 */
public record OrderRow(
    OperationId id,
    SubcloudId subcloud,
    String type,
    OperationClass operationClass,
    Payload arguments,
    boolean secret,
    Duration startWithin) {}
