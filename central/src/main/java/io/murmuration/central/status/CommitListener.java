package io.murmuration.central.status;

/** Hears what was committed. Called by the writer's thread, in commit order; must be quick. */
@FunctionalInterface
public interface CommitListener {
  /** {@code batch} holds only what is in the database now: kinds before availabilities. */
  void committed(StatusBatch batch);

  /** Both, in order. */
  default CommitListener and(CommitListener next) {
    return batch -> {
      committed(batch);
      next.committed(batch);
    };
  }
}
