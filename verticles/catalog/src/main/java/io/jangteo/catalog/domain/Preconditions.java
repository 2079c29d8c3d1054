package io.jangteo.catalog.domain;

import java.util.Optional;
import java.util.OptionalLong;

/** What a writer knows of the product it wants to write, as its request's headers say. */
public record Preconditions(Optional<EntityTags> ifMatch, Optional<EntityTags> ifNoneMatch) {

  /** Whether to write. */
  public enum Verdict {
    PROCEED,
    /** The writer must say which version it has seen. */
    REQUIRED,
    /** It has seen another version, or none where there is one. */
    FAILED
  }

  /**
   * Judges a write that creates or replaces.
   *
   * @param version of the product, when there is one
   */
  public Verdict judge(OptionalLong version) {
    if (version.isEmpty()) {
      return ifMatch.isPresent() ? Verdict.FAILED : Verdict.PROCEED;
    }
    long present = version.getAsLong();
    if (ifNoneMatch.isPresent() && ifNoneMatch.get().matchWeakly(present)) {
      return Verdict.FAILED;
    }
    return ifMatch
        .map(tags -> tags.matchStrongly(present) ? Verdict.PROCEED : Verdict.FAILED)
        .orElse(Verdict.REQUIRED);
  }
}
