package io.murmuration.agent.journal;

import java.nio.file.Path;

/**
 * A journal file does not hold what was written. The agent stops: an emptied journal would claim
 * that the site holds nothing, and forget which items it owns.
 */
public final class CorruptJournalException extends Exception {
  private static final long serialVersionUID = 1L;

  CorruptJournalException(Path file, String what) {
    super(
        "journal "
            + file
            + ": "
            + what
            + " (expected: a complete file; restore it from a backup, or move the journal directory"
            + " away to start as a new agent, which then needs a new enrolment)");
  }
}
