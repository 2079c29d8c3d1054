package io.jangteo.testing.broker;

import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * RabbitMQ as Debian packages it, in a folder of its own: own ports, own node name, own name server
 * and own cookie, so that it meets no other.
 */
public final class RabbitServer implements TestBroker {
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration STOP_MAX = Duration.ofSeconds(60);
  private static final Duration CONTROL_MAX = Duration.ofSeconds(60);
  private static final int CONNECT_MILLIS = 500;
  private static final long POLL_MILLIS = 50;

  private final RabbitSettings settings;
  private LeashedProcess nameServer;
  private LeashedProcess process;

  RabbitServer(Path folder) {
    this.settings = RabbitSettings.in(folder);
  }

  @Override
  public Kind kind() {
    return Kind.RABBITMQ;
  }

  @Override
  public synchronized TestBroker start() {
    if (process != null) {
      return this;
    }
    settings.write();
    if (nameServer == null) {
      nameServer = LeashedProcess.start(command(settings.nameServer()));
    }
    process = LeashedProcess.start(command(List.of(RabbitSettings.SERVER.toString())));
    awaitListening();
    return this;
  }

  private ProcessBuilder command(List<String> words) {
    ProcessBuilder builder = LeashedProcess.quiet(settings.log(), words);
    settings.apply(builder.environment());
    return builder;
  }

  private void awaitListening() {
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
      socket.connect(new InetSocketAddress(RabbitSettings.HOST, settings.port()), CONNECT_MILLIS);
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

  /** Ends all that was started for it. */
  synchronized void discard() {
    kill();
    if (nameServer != null) {
      nameServer.kill();
      nameServer = null;
    }
  }

  @Override
  public Secret uri() {
    return uri(RabbitSettings.VIRTUAL_HOST);
  }

  @Override
  public Secret uri(String virtualHost) {
    return settings.uri(virtualHost);
  }

  @Override
  public void createVirtualHost(String name) {
    // One call of the tool for what would be two.
    control(
        "eval",
        """
        V = <<"%s">>, U = <<"%s">>, All = <<".*">>,
        ok = rabbit_vhost:add(V, U),
        ok = rabbit_auth_backend_internal:set_permissions(U, V, All, All, All, U).
        """
            .formatted(name, RabbitSettings.USER));
  }

  /** From when this returns until it clears, nobody who publishes is read from. */
  public void raiseMemoryAlarm() {
    control("set_vm_memory_high_watermark", "0.000001");
  }

  public void clearMemoryAlarm() {
    control("set_vm_memory_high_watermark", "0.6");
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
}
