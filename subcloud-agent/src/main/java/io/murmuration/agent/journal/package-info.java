/**
 * What an agent remembers across crashes, on disk.
 *
 * <p>Read {@link io.murmuration.agent.journal.Journal} for what is written when, {@link
 * io.murmuration.agent.journal.JournalFormat} for the bytes.
 */
@NullMarked
package io.murmuration.agent.journal;

import org.jspecify.annotations.NullMarked;
