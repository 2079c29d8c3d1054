package io.jangteo.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One run of the server, from its start to its end. */
final class PostgresProcess {
  private static final Duration READY_MAX = Duration.ofSeconds(60);
  private static final Duration FAST_MAX = Duration.ofSeconds(15);
  private static final Duration IMMEDIATE_MAX = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 10;

  /** What the Java runtime adds to the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  private final Process process;

  private PostgresProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts the server and returns when it accepts connections.
   *
   * @param wanted looked at while it starts; when no longer, it is stopped and the start fails
   */
  static PostgresProcess start(
      Path home, PostgresData data, int port, boolean fsync, BooleanSupplier wanted) {
    data.rotateLog();
    try {
      List<String> command = command(home, data.path(), port, fsync);
      Process process =
          Commands.start(Commands.detached(Commands.unprivileged(command)), data.log());
      awaitReady(process, data, wanted);
      return new PostgresProcess(process);
    } catch (IOException e) {
      throw new EmbeddedServerException("cannot run PostgreSQL from " + home, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while PostgreSQL started", e);
    }
  }

  private static void awaitReady(Process process, PostgresData data, BooleanSupplier wanted)
      throws InterruptedException {
    long deadline = System.nanoTime() + READY_MAX.toNanos();
    while (!data.pidFile().isReady(process.pid())) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new EmbeddedServerException(
            "PostgreSQL ended while starting, see the end of " + data.log());
      }
      if (!wanted.getAsBoolean()) {
        stop(process.toHandle());
        throw new EmbeddedServerException("PostgreSQL was stopped while it started");
      }
      if (System.nanoTime() > deadline) {
        stop(process.toHandle());
        throw new EmbeddedServerException(
            "PostgreSQL was not ready after " + READY_MAX.toSeconds() + " s, see " + data.log());
      }
    }
  }

  private static List<String> command(Path home, Path data, int port, boolean fsync) {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/postgres").toString()));
    command.addAll(List.of("-D", data.toString()));
    settings(port, fsync)
        .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  /** A small server that still keeps every promise of durability. */
  private static Map<String, String> settings(int port, boolean fsync) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", EmbeddedPostgres.HOST);
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", "");
    settings.put("max_connections", "120");
    settings.put("shared_buffers", "64MB");
    settings.put("max_wal_size", "512MB");
    settings.put("max_wal_senders", "0");
    settings.put("huge_pages", "off");
    settings.put("jit", "off");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_min_messages", "warning");
    settings.put("log_checkpoints", "off");
    settings.put("fsync", fsync ? "on" : "off");
    settings.put("full_page_writes", fsync ? "on" : "off");
    // On also in tests: what was committed must be there after a kill of the server.
    settings.put("synchronous_commit", "on");
    return settings;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended, once it has. */
  String ending() {
    int status = process.exitValue();
    return status > SIGNALLED
        ? "killed by signal " + (status - SIGNALLED)
        : "exit status " + status;
  }

  /** Ends the server: cleanly, else at once, else by force. Returns when it is gone. */
  static void stop(ProcessHandle server) {
    Commands.signal("INT", server.pid());
    if (gone(server, FAST_MAX)) {
      return;
    }
    Commands.signal("QUIT", server.pid());
    if (gone(server, IMMEDIATE_MAX)) {
      return;
    }
    Commands.signal("KILL", server.pid());
    if (!gone(server, IMMEDIATE_MAX)) {
      throw new EmbeddedServerException("process " + server.pid() + " does not end");
    }
  }

  private static boolean gone(ProcessHandle server, Duration patience) {
    try {
      server.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return !server.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while PostgreSQL stopped", e);
    }
  }
}
