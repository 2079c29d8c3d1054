package io.jangteo.inventory.domain;

/** What the order may ask of its reservation. */
public enum Command {
  /** Hold every line or none. */
  RESERVE,
  /** Take what is held off the shelf for good. */
  COMMIT,
  /** Hold nothing, now and later. */
  RELEASE
}
