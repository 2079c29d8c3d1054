package io.jangteo.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A second JVM that starts one embedded server and can be killed at any time. */
final class OtherJvm implements AutoCloseable {
  private final Process process;

  private OtherJvm(Process process) {
    this.process = process;
  }

  /** Returns when the main class has printed its one line, "ready". */
  static OtherJvm run(Class<?> main, Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            directory.toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    while (line != null && !line.equals("ready")) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IllegalStateException(main + " ended before it was ready");
    }
    return new OtherJvm(process);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end and returns when its shutdown hooks are done. */
  void terminate() throws InterruptedException {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new UncheckedIOException(new IOException("the other JVM does not end"));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
