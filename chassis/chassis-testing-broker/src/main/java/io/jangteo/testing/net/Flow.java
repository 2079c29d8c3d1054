package io.jangteo.testing.net;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One direction of a {@link Link}. All state belongs to the proxy's one thread. */
final class Flow {
  /** Beyond that the sender is not read from, and finds out by itself. */
  static final int HELD_BYTES_MAX = 256 * 1024;

  private static final int TURNS_PER_SECOND = 20;

  private final Vertx vertx;
  private final Direction direction;
  private final NetSocket from;
  private final NetSocket to;
  private final Supplier<Conditions> conditions;
  private final Runnable reset;
  private final Runnable end;
  private final Deque<Parcel> held = new ArrayDeque<>();
  private int heldBytes;
  private long carried;
  private long lastDue = System.nanoTime();
  private long free = System.nanoTime();
  private boolean waiting;
  private boolean ended;
  private boolean dropping;

  /**
   * @param reset ends the whole link
   * @param end told when the sender is gone
   */
  Flow(
      Vertx vertx,
      Direction direction,
      NetSocket from,
      NetSocket to,
      Supplier<Conditions> conditions,
      Runnable reset,
      Runnable end) {
    this.vertx = vertx;
    this.direction = direction;
    this.from = from;
    this.to = to;
    this.conditions = conditions;
    this.reset = reset;
    this.end = end;
  }

  void start() {
    from.handler(this::arrived);
    from.closeHandler(ignored -> ended());
    from.exceptionHandler(ignored -> {});
    to.drainHandler(ignored -> carry());
    from.resume();
  }

  /** The conditions are others. */
  void changed() {
    carried = 0;
    carry();
  }

  /** Whatever comes from now on, and is held now, is lost. */
  void drop() {
    dropping = true;
    held.clear();
    heldBytes = 0;
    from.resume();
  }

  private void arrived(Buffer bytes) {
    if (dropping) {
      return;
    }
    Conditions now = conditions.get();
    long late = now.latency().toNanos();
    if (!now.jitter().isZero()) {
      late += ThreadLocalRandom.current().nextLong(now.jitter().toNanos());
    }
    lastDue = Math.max(lastDue, System.nanoTime() + late);
    held.add(new Parcel(lastDue, bytes));
    heldBytes += bytes.length();
    if (heldBytes > HELD_BYTES_MAX) {
      from.pause();
    }
    carry();
  }

  private void ended() {
    ended = true;
    end.run();
    carry();
  }

  boolean isEnded() {
    return ended;
  }

  private void carry() {
    while (!waiting && !dropping && !isSilent()) {
      Parcel next = held.peek();
      if (next == null) {
        if (ended) {
          to.close();
        }
        return;
      }
      long now = System.nanoTime();
      long wait = Math.max(next.dueNanos() - now, paced() ? free - now : 0);
      if (wait > 0) {
        carryIn(wait);
      } else if (to.writeQueueFull()) {
        return;
      } else {
        carry(held.poll(), now);
      }
    }
  }

  private boolean isSilent() {
    return conditions.get().silent().contains(direction);
  }

  private boolean paced() {
    return conditions.get().bytesPerSecond() > 0;
  }

  private void carryIn(long nanos) {
    waiting = true;
    vertx
        .timer(1 + nanos / 1_000_000, TimeUnit.MILLISECONDS)
        .onSuccess(
            ignored -> {
              waiting = false;
              carry();
            });
  }

  private void carry(Parcel parcel, long now) {
    Conditions conditionsNow = conditions.get();
    long most = parcel.bytes().length();
    if (paced()) {
      most = Math.min(most, Math.max(1, conditionsNow.bytesPerSecond() / TURNS_PER_SECOND));
    }
    if (conditionsNow.resetAfterBytes() > 0) {
      most = Math.min(most, conditionsNow.resetAfterBytes() - carried);
    }
    int length = (int) most;
    if (length < parcel.bytes().length()) {
      Buffer rest = parcel.bytes().getBuffer(length, parcel.bytes().length());
      held.addFirst(new Parcel(parcel.dueNanos(), rest));
    }
    write(parcel.bytes().getBuffer(0, length), now);
  }

  private void write(Buffer piece, long now) {
    to.write(piece);
    carried += piece.length();
    heldBytes -= piece.length();
    Conditions conditionsNow = conditions.get();
    if (paced()) {
      long takes = TimeUnit.SECONDS.toNanos(piece.length()) / conditionsNow.bytesPerSecond();
      free = Math.max(free, now) + takes;
    }
    if (heldBytes < HELD_BYTES_MAX / 2) {
      from.resume();
    }
    if (conditionsNow.resetAfterBytes() > 0 && carried >= conditionsNow.resetAfterBytes()) {
      reset.run();
    }
  }

  private record Parcel(long dueNanos, Buffer bytes) {}
}
