package io.jangteo.gateway.access;

import io.jangteo.gateway.AccessLogConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries on a thread of its own. Whoever adds one never waits: when the disk or the
 * terminal is too slow, entries are dropped and counted as {@code jangteo.gateway.access.dropped}.
 */
public final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int BATCH = 256;
  private static final long LOOK_MILLIS = 100;
  private static final long CLOSE_MILLIS = 2_000;

  private final AccessFormat format;
  private final OutputStream out;
  private final BlockingQueue<AccessEntry> waiting;
  private final Counter dropped;
  private final Thread writer;
  private volatile boolean closing;
  private boolean complained;

  /** Writes to {@code out}, which it does not close. */
  AccessLog(AccessFormat format, OutputStream out, int linesMax, MeterRegistry meters) {
    this.format = format;
    this.out = out;
    this.waiting = new ArrayBlockingQueue<>(linesMax);
    this.dropped =
        Counter.builder("jangteo.gateway.access.dropped")
            .description("Lines of the access log that were not written")
            .register(meters);
    this.writer = new Thread(this::write, "access-log");
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Opens what {@code config} names; blocking. Null when there is to be no access log.
   *
   * @throws UncheckedIOException naming the setting when the file cannot be written
   */
  public static AccessLog open(AccessLogConfig config, MeterRegistry meters) {
    if (!config.isOn()) {
      return null;
    }
    try {
      OutputStream out =
          config.file().isBlank() ? System.out : new FileOutputStream(config.file(), true);
      return new AccessLog(AccessFormat.of(config.format()), out, config.linesMax(), meters);
    } catch (IOException e) {
      throw new UncheckedIOException("gateway.accessLog.file: " + e.getMessage(), e);
    }
  }

  /** From any thread; at once. */
  public void add(AccessEntry entry) {
    if (!waiting.offer(entry)) {
      dropped.increment();
    }
  }

  /** Whether everything is written, or soon will be. */
  boolean isIdle() {
    return waiting.isEmpty();
  }

  /** CPU time that writing has taken so far. */
  long writerCpuNanos() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(writer.getId());
  }

  private void write() {
    List<AccessEntry> batch = new ArrayList<>(BATCH);
    StringBuilder lines = new StringBuilder();
    while (!closing || !waiting.isEmpty()) {
      AccessEntry first = next();
      if (first != null) {
        batch.add(first);
        waiting.drainTo(batch, BATCH - 1);
        batch.forEach(entry -> format.append(lines, entry));
        write(lines, batch.size());
        batch.clear();
        lines.setLength(0);
      }
    }
  }

  /** Null for none so far. */
  private AccessEntry next() {
    try {
      return closing ? waiting.poll() : waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException woken) {
      return null;
    }
  }

  private void write(StringBuilder lines, int count) {
    try {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
      complained = false;
    } catch (IOException e) {
      dropped.increment(count);
      if (!complained) {
        complained = true;
        LOG.atError().addKeyValue("error", e.getMessage()).log("access log cannot be written");
      }
    }
  }

  /** Writes what is waiting, for two seconds at most; blocking. */
  @Override
  public void close() {
    closing = true;
    writer.interrupt();
    try {
      writer.join(CLOSE_MILLIS);
      if (out != System.out) {
        out.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.atError().addKeyValue("error", e.getMessage()).log("access log not closed");
    }
  }
}
