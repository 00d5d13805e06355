/** Reads what clients of the contract send as forms into orders and updates. */
@NullMarked
package io.murmuration.central.subcloud.form;

import org.jspecify.annotations.NullMarked;
