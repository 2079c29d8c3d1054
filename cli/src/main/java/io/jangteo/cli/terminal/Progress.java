package io.jangteo.cli.terminal;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells a person how far a long job is: a bar that moves on a terminal, one line at the start and
 * end of each phase elsewhere. Writes to standard error, so that standard output stays
 * machine-readable.
 */
public final class Progress {
  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private String phase = "";
  private long total;
  private long done;
  private long startedNanos;
  private long drawnNanos;

  public Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** For standard error; {@code JANGTEO_TTY} says whether that is a terminal. */
  public static Progress onStandardError() {
    return new Progress(System.err, "1".equals(System.getenv("JANGTEO_TTY")));
  }

  public synchronized void begin(String name, long steps) {
    phase = name;
    total = steps;
    done = 0;
    startedNanos = System.nanoTime();
    drawnNanos = 0;
    draw(true);
  }

  public synchronized void step() {
    done++;
    draw(done == total);
  }

  public synchronized void end() {
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    String line = String.format(Locale.ROOT, "%-22s %,7d in %.1f s", phase, done, seconds);
    out.println((terminal ? "\r\u001b[K" : "") + line);
  }

  private void draw(boolean force) {
    long now = System.nanoTime();
    if (!terminal || (!force && now - drawnNanos < REDRAW_NANOS)) {
      return;
    }
    drawnNanos = now;
    int filled = total == 0 ? WIDTH : (int) (WIDTH * done / total);
    double seconds = Math.max(0.001, (now - startedNanos) / 1e9);
    out.printf(
        Locale.ROOT,
        "\r\u001b[K%-22s [%s%s] %,d/%,d  %.0f/s",
        phase,
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        done,
        total,
        done / seconds);
    out.flush();
  }
}
