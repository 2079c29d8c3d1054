package io.jangteo.simulation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What happened, as a hash always and as lines when they are wanted. */
public final class Trace {
  private final List<String> lines;
  private long hash = 1125899906842597L;

  Trace(boolean readable) {
    lines = readable ? new ArrayList<>() : null;
  }

  void note(long micros, String who, String what, Object... about) {
    hash = (hash * 31 + micros) * 31 + who.hashCode();
    hash = hash * 31 + what.hashCode();
    for (Object each : about) {
      hash = hash * 31 + stable(each);
    }
    if (lines != null) {
      String text = Arrays.stream(about).map(String::valueOf).collect(Collectors.joining(" "));
      lines.add(String.format("%10.3f ms  %-12s %-18s %s", micros / 1000.0, who, what, text));
    }
  }

  /** Of what has the same hash in every JVM; the rest is there to be read. */
  private static int stable(Object about) {
    if (about instanceof Enum<?> constant) {
      return constant.name().hashCode();
    }
    boolean same = about instanceof Number || about instanceof UUID || about instanceof String;
    return same ? about.hashCode() : 0;
  }

  public long hash() {
    return hash;
  }

  public List<String> lines() {
    return lines == null ? List.of() : lines;
  }
}
