package io.jangteo.gateway.contract;

import java.util.Optional;

/** What the text of a parameter must look like. */
@FunctionalInterface
public interface ValueRule {
  /** What is wrong with {@code text}, as the end of a sentence; empty when nothing is. */
  Optional<String> problem(String text);
}
