package io.jangteo.simulation.engine;

import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One run: a virtual clock, a queue of what is to happen, and everything random drawn from one
 * seed. One thread; what happens at the same instant happens in an order that is drawn as well.
 */
public final class Sim {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final long seed;
  private final SplittableRandom random;
  private final Trace trace;
  private final Faults faults;
  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private long now;
  private long events;

  /** Something that is to happen. */
  public static final class Event implements Comparable<Event> {
    private final long time;
    private final int tie;
    private final long number;
    private Runnable task;

    private Event(long time, int tie, long number, Runnable task) {
      this.time = time;
      this.tie = tie;
      this.number = number;
      this.task = task;
    }

    /** False when it has happened or been cancelled before. */
    public boolean cancel() {
      boolean waiting = task != null;
      task = null;
      return waiting;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      int byTie = byTime != 0 ? byTime : Integer.compare(tie, other.tie);
      return byTie != 0 ? byTie : Long.compare(number, other.number);
    }
  }

  public Sim(long seed, Set<Fault> without, boolean readable) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.trace = new Trace(readable);
    this.faults = new Faults(random.split(), without);
  }

  public long seed() {
    return seed;
  }

  public Faults faults() {
    return faults;
  }

  public Trace trace() {
    return trace;
  }

  /** Microseconds since the beginning. */
  public long now() {
    return now;
  }

  public Instant instant() {
    return EPOCH.plusNanos(now * 1000);
  }

  public long below(long bound) {
    return random.nextLong(bound);
  }

  /** From {@code least} to {@code most}. */
  public long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  public boolean coin() {
    return random.nextInt(2) == 0;
  }

  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  public void note(String who, String what, Object... about) {
    trace.note(now, who, what, about);
  }

  /** In any order among what happens at the same instant. */
  public Event after(long micros, Runnable task) {
    return add(micros, random.nextInt(1 << 20) + 1, task);
  }

  /** After everything that was queued so for the same instant, before anything else. */
  public Event inOrder(long micros, Runnable task) {
    return add(micros, 0, task);
  }

  private Event add(long micros, int tie, Runnable task) {
    Event event = new Event(now + Math.max(0, micros), tie, events++, task);
    queue.add(event);
    return event;
  }

  /** Lets the next thing happen; false when there is none. */
  public boolean step() {
    Event event = queue.poll();
    if (event == null) {
      return false;
    }
    now = event.time;
    Runnable task = event.task;
    event.task = null;
    if (task != null) {
      task.run();
    }
    return true;
  }

  public long events() {
    return events;
  }
}
