/**
 * Writing items to a Keystone's tables, within one transaction.
 *
 * <p>Read {@link io.murmuration.agent.site.starlingx.identity.write.IdentityWriter}, then {@code
 * Names} and {@code IdChange} (what happens when the site knows somebody under another id than the
 * centre), then one {@code TypeWriter} per resource type.
 */
@NullMarked
package io.murmuration.agent.site.starlingx.identity.write;

import org.jspecify.annotations.NullMarked;
