package io.jangteo.testing.history;

/** What a client knows of an element that it wanted added. */
public enum Outcome {
  /** It was told that the element is there. */
  OK,
  /** It was told that the element is not there and never will be. */
  FAIL,
  /** It was told nothing, or nothing that says which of the two. */
  INFO
}
