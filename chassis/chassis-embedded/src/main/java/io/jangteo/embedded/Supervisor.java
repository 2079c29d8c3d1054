package io.jangteo.embedded;

import io.jangteo.embedded.Supervision.Step;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one server running from its start to its stop: starts it again when it ends unasked, stops
 * it when its disk is as good as full, and starts it again when there is room. What is to be done
 * {@link Supervision} decides; this class looks, acts and tells.
 */
final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long LOOK_MILLIS = 200;

  private final Supervised server;
  private final DiskFloor floor;
  private final LongSupplier free;
  private final Consumer<Boolean> listener;
  private ScheduledExecutorService thread;
  private Supervision supervision;
  private long awaySince;
  private volatile boolean wanted;
  private volatile boolean running;

  /**
   * @param free bytes left where the server writes
   * @param listener told {@code false} when the server is away unasked, {@code true} when it is
   *     back; must return at once
   */
  Supervisor(Supervised server, DiskFloor floor, LongSupplier free, Consumer<Boolean> listener) {
    this.server = server;
    this.floor = floor;
    this.free = free;
    this.listener = listener;
  }

  /** Returns when the server runs; from then on it is looked after. */
  synchronized void start() {
    requireRoom();
    wanted = true;
    try {
      server.launch();
    } catch (RuntimeException e) {
      wanted = false;
      throw e;
    }
    running = true;
    supervision = new Supervision(floor, System.nanoTime());
    thread = Executors.newSingleThreadScheduledExecutor(this::named);
    thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void requireRoom() {
    long found = free.getAsLong();
    if (floor.isBroken(found)) {
      throw new EmbeddedServerException(
          server.title() + " does not start: " + floor.complaint(server.directory(), found));
    }
  }

  private Thread named(Runnable work) {
    Thread named =
        new Thread(work, server.title().toLowerCase(Locale.ROOT).replace(' ', '-') + "-supervisor");
    named.setDaemon(true);
    return named;
  }

  /** Nothing that goes wrong in here may end the supervision. */
  private synchronized void look() {
    if (!wanted) {
      return;
    }
    try {
      long found = free.getAsLong();
      act(supervision.observe(server.isAlive(), found, System.nanoTime()), found);
    } catch (RuntimeException e) {
      LOG.error("{} could not be looked after, trying again", server.title(), e);
    }
  }

  private void act(Step step, long found) {
    switch (step) {
      case MOURN -> leave(epitaph() + "; it is started again " + in(supervision.pause()));
      case MOURN_WITHOUT_ROOM -> leave(epitaph() + ", and " + complaint(found));
      case HALT -> leave("is stopped: " + complaint(found));
      case WAIT_FOR_ROOM -> say("is not started again: " + complaint(found));
      case START -> revive();
      case NOTHING -> {
        // It runs, or its time has not come.
      }
    }
  }

  private String epitaph() {
    return "ended unasked (" + server.epitaph() + ")";
  }

  private String complaint(long found) {
    return floor.complaint(server.directory(), found);
  }

  private void say(String what) {
    LOG.error("{} {}", server.title(), what);
  }

  /** What is left of it goes first: clients must not wait for an answer from there. */
  private void leave(String what) {
    say(what);
    running = false;
    awaySince = System.nanoTime();
    listener.accept(false);
    server.halt();
  }

  private void revive() {
    try {
      server.halt();
      server.launch();
    } catch (RuntimeException e) {
      supervision.failed(System.nanoTime());
      if (wanted) {
        say("is not back: " + e.getMessage() + "; the next try is " + in(supervision.pause()));
        LOG.debug("what kept it from starting", e);
      }
      return;
    }
    long now = System.nanoTime();
    supervision.started(now);
    running = true;
    String seconds = String.format(Locale.ROOT, "%.1f", (now - awaySince) / 1e9);
    LOG.info("{} runs again after {} s", server.title(), seconds);
    listener.accept(true);
  }

  private static String in(Duration pause) {
    return pause.isZero() ? "at once" : "in " + pause.toSeconds() + " s";
  }

  /**
   * Ends supervision and server, and returns when both are gone. A start that is under way is given
   * up.
   */
  void stop() {
    wanted = false;
    end();
  }

  private synchronized void end() {
    if (thread == null) {
      return;
    }
    thread.shutdownNow();
    thread = null;
    running = false;
    server.halt();
  }

  /** Whether it is meant to run; a launch under way looks at this and gives up. */
  boolean isWanted() {
    return wanted;
  }

  boolean isRunning() {
    return wanted && running && server.isAlive();
  }
}
