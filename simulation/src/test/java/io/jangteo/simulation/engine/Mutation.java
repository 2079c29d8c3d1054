package io.jangteo.simulation.engine;

/** A guard taken away, to see that the simulation misses it. */
public enum Mutation {
  /** Every guard is in its place. */
  NONE,
  /** An undo of something unseen leaves nothing behind. */
  NO_TOMBSTONES,
  /** Every delivery is taken for a new message. */
  NO_DEDUPLICATION,
  /** Rows are not locked, versions not compared, keys not unique. */
  NO_VERSION_GATE,
  /** Messages are written after the transaction they belong to. */
  OUTBOX_APART,
  /** A message counts as published as soon as it is read. */
  MARKED_BEFORE_CONFIRM,
  /** A message counts as processed as soon as it is delivered. */
  ACKNOWLEDGED_BEFORE_COMMIT
}
