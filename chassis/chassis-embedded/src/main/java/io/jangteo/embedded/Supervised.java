package io.jangteo.embedded;

import java.nio.file.Path;

/** One server as its supervisor sees it. Calls never overlap but for {@link #isAlive}. */
interface Supervised {
  /** What to call it in a log. */
  String title();

  /** Where its data is. */
  Path directory();

  /**
   * Returns when it accepts connections, at the same port each time.
   *
   * @throws EmbeddedServerException when it cannot, with the reason
   */
  void launch();

  /** Ends it, or clears away what is left of it; does nothing when there is nothing. */
  void halt();

  boolean isAlive();

  /** After its end: how it ended, and where to read more. */
  String epitaph();
}
