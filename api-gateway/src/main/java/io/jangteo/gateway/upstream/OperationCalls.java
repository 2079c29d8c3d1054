package io.jangteo.gateway.upstream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * The calls of one operation: how long they take, and which of those under way take too long. For
 * one thread.
 */
final class OperationCalls {
  private final UsualTimes times;
  private final Hedges hedges = new Hedges();

  /** In the order in which they began; those that have ended since are dropped when looked at. */
  private final Deque<Late> underWay = new ArrayDeque<>();

  /** A call that may be moved. */
  interface Late {
    long startedAt();

    boolean isOver();

    /** It takes too long; false to be told again. */
    boolean move();
  }

  OperationCalls(Duration moveLeast) {
    this.times = new UsualTimes(moveLeast.toNanos());
  }

  UsualTimes times() {
    return times;
  }

  Hedges hedges() {
    return hedges;
  }

  /** Has it told when it is late. A timer for each call would cost more than most calls do. */
  void watch(Late call) {
    if (times.moveAfterNanos() > 0) {
      underWay.addLast(call);
    }
  }

  /** Tells those that are late. */
  void look(long now) {
    for (Iterator<Late> calls = underWay.iterator(); calls.hasNext(); ) {
      Late call = calls.next();
      if (!call.isOver() && now - call.startedAt() < times.moveAfterNanos()) {
        return;
      }
      if (call.isOver() || call.move()) {
        calls.remove();
      }
    }
  }

  /** For operators. */
  ObjectNode describe() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("calls", times.size());
    node.put("p999Ms", times.slowestMillis());
    node.put("hedgedAfterMs", times.hedgeAfterMillis());
    node.put("movedAfterMs", TimeUnit.NANOSECONDS.toMillis(times.moveAfterNanos()));
    return node;
  }
}
