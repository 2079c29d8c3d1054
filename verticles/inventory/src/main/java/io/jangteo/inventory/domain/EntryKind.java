package io.jangteo.inventory.domain;

/** Why a person changes what is on hand. */
public enum EntryKind {
  /** Goods came in. */
  RECEIPT,
  /** A count was put right, up or down. */
  CORRECTION
}
