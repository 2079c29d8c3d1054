package io.jangteo.testing.broker;

import io.jangteo.runtime.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The embedded broker in a JVM of its own. */
final class EmbeddedBrokerProcess implements TestBroker {
  private static final String MAIN_VIRTUAL_HOST = "jangteo";
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  private final Path folder;
  private String address;
  private LeashedProcess process;
  private BufferedReader answers;

  EmbeddedBrokerProcess(Path folder) {
    this.folder = folder;
  }

  @Override
  public Kind kind() {
    return Kind.QPID;
  }

  @Override
  public synchronized TestBroker start() {
    if (process == null) {
      process = LeashedProcess.start(command());
      answers = process.process().inputReader(StandardCharsets.UTF_8);
      address = answer();
    }
    return this;
  }

  private ProcessBuilder command() {
    int port = address == null ? 0 : java.net.URI.create(address).getPort();
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedBrokerMain.class.getName(),
                folder.resolve("data").toString(),
                Integer.toString(port)))
        .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the broker's process ended, see " + log());
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return folder.resolve("broker.log");
  }

  @Override
  public synchronized void stop() {
    if (process != null) {
      process.terminate(STOP_MAX);
      process = null;
    }
  }

  @Override
  public synchronized void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  @Override
  public synchronized void freeze() {
    process.signal("STOP");
  }

  @Override
  public synchronized void thaw() {
    process.signal("CONT");
  }

  @Override
  public Secret uri() {
    return uri(MAIN_VIRTUAL_HOST);
  }

  @Override
  public synchronized Secret uri(String virtualHost) {
    return new Secret(address + virtualHost);
  }

  @Override
  public synchronized void createVirtualHost(String name) {
    try {
      var commands = process.process().outputWriter(StandardCharsets.UTF_8);
      commands.write(name + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the broker does not listen, see " + log(), e);
    }
    String made = answer();
    if (!made.equals(name)) {
      throw new IllegalStateException("made " + made + " instead of " + name);
    }
  }
}
