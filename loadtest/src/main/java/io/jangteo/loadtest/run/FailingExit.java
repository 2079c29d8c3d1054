package io.jangteo.loadtest.run;

/**
 * Lets Gatling's process fail for what no Gatling assertion can see. An exception out of {@code
 * after()} would do that too, but then Gatling writes no report and checks no assertion; so the
 * process is let through to its end, and only its exit code is replaced there.
 */
final class FailingExit {
  private static final int FAILED = 1;

  private FailingExit() {}

  static void because(String reason) {
    System.out.println("FAILED: " + reason);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> fail(reason), "failing-exit"));
  }

  private static void fail(String reason) {
    System.out.println("FAILED: " + reason);
    System.out.flush();
    Runtime.getRuntime().halt(FAILED);
  }
}
