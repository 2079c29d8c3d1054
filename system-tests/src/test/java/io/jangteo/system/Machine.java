package io.jangteo.system;

/** What a promise in seconds means on the machine that the tests run on. */
final class Machine {
  private Machine() {}

  /**
   * How many times longer than on two usual cores work takes, {@code -Dsystem.slowness=3}; for what
   * is bounded by computing, such as nine processes starting at once, and for loads under which
   * nobody may be refused.
   */
  static int slowness() {
    return Integer.getInteger("system.slowness", 1);
  }
}
