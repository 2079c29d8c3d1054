package io.jangteo.launcher;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What must be known of the command line before Vert.x's launcher has read it. */
record CommandLineWords(List<String> words) {
  private static final Set<String> HELP = Set.of("-h", "-help", "--help");
  private static final Set<String> CLUSTER = Set.of("-c", "-cluster", "--cluster");
  private static final Set<String> THREADING =
      Set.of("-w", "-worker", "--worker", "-vt", "-virtual-thread", "--virtual-thread");

  boolean asksForHelp() {
    return any(HELP);
  }

  boolean asksForCluster() {
    return any(CLUSTER);
  }

  /** Verticles that never block, and must not be run by several threads. */
  boolean asksForOtherThreads() {
    return any(THREADING);
  }

  /** Whether that option, without its dashes, was given a value. */
  boolean names(String option) {
    return words.stream()
        .map(word -> word.toLowerCase(Locale.ROOT).replaceFirst("=.*", ""))
        .anyMatch(word -> word.equals("-" + option) || word.equals("--" + option));
  }

  private boolean any(Set<String> options) {
    return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).anyMatch(options::contains);
  }
}
