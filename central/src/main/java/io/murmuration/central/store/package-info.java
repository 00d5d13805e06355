/** What every feature writes the same way: the order of changes and the audit trail. */
@NullMarked
package io.murmuration.central.store;

import org.jspecify.annotations.NullMarked;
