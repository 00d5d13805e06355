/**
 * Operations on their way: from rows to the agents whose streams this node holds, and back. Read
 * {@link io.murmuration.central.operation.desk.OperationDesk}.
 */
@NullMarked
package io.murmuration.central.operation.desk;

import org.jspecify.annotations.NullMarked;
