package io.jangteo.testing.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One node of a RabbitMQ, in a process of its own. Its ports and its data outlive the process. */
public final class RabbitNode {
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration STOP_MAX = Duration.ofSeconds(60);
  private static final Duration CONTROL_MAX = Duration.ofSeconds(60);
  private static final int CONNECT_MILLIS = 500;
  private static final long POLL_MILLIS = 50;

  private final RabbitSettings settings;
  private LeashedProcess process;

  RabbitNode(RabbitSettings settings) {
    this.settings = settings;
  }

  /** By which the other nodes know it. */
  public String name() {
    return settings.ports().nodeName();
  }

  /** Returns when it accepts connections; does nothing when it runs already. */
  public synchronized void start() {
    launch();
    awaitListening();
  }

  /** Begins to start it. */
  synchronized void launch() {
    if (process == null) {
      settings.write();
      process = LeashedProcess.start(command(List.of(RabbitSettings.SERVER.toString())));
    }
  }

  synchronized void awaitListening() {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (!isListening()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        kill();
        throw new IllegalStateException("RabbitMQ does not start, see " + settings.log());
      }
      pause();
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(RabbitSite.HOST, settings.ports().amqp()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while RabbitMQ started", e);
    }
  }

  /** Ends it in good order and returns when it is gone. */
  public synchronized void stop() {
    if (process != null) {
      process.terminate(STOP_MAX);
      process = null;
    }
  }

  /** Ends it as kill -9 does and returns when it is gone. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /** Stops its process in its tracks: it keeps its connections and says nothing. */
  public synchronized void freeze() {
    process.signal("STOP");
  }

  /** Lets a frozen one go on as if nothing had been. */
  public synchronized void thaw() {
    process.signal("CONT");
  }

  /** See {@link TestBroker#settle}. */
  void settle() {
    control("eval", "[ok = dets:sync(Table) || Table <- dets:all()].");
  }

  /** Runs {@code rabbitmqctl} and returns what it says. */
  public String control(String... words) {
    try {
      Path output = Files.createTempFile(settings.folder(), "control", ".txt");
      Process tool =
          command(RabbitSettings.control(words))
              .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()))
              .start();
      if (!tool.waitFor(CONTROL_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        tool.destroyForcibly();
        throw new IllegalStateException("rabbitmqctl " + words[0] + " does not end");
      }
      String said = Files.readString(output);
      if (tool.exitValue() != 0) {
        throw new IllegalStateException("rabbitmqctl " + words[0] + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while rabbitmqctl ran", e);
    }
  }

  private ProcessBuilder command(List<String> words) {
    ProcessBuilder builder = LeashedProcess.quiet(settings.log(), words);
    settings.apply(builder.environment());
    return builder;
  }
}
