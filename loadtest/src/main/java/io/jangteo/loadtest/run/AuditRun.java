package io.jangteo.loadtest.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@code ./jangteo audit} on the marketplace that was put under load. */
final class AuditRun {
  private static final long PATIENCE_MINUTES = 10;

  private AuditRun() {}

  /** Whether all is ok; what it found is printed. An audit that cannot run is not ok. */
  static boolean isAllOk(Path script, Path home) {
    try {
      if (!Files.isExecutable(script)) {
        System.out.println("audit: " + script + " cannot be run");
        return false;
      }
      ProcessBuilder audit =
          new ProcessBuilder(script.toString(), "audit", "--home", home.toString()).inheritIO();
      // What was built is what was put under load; a build now would only delay.
      audit.environment().put("JANGTEO_NO_BUILD", "1");
      Process process = audit.start();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        System.out.println("audit: it did not end within " + PATIENCE_MINUTES + " minutes");
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      System.out.println("audit: " + e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
