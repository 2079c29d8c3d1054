package io.jangteo.gateway.upstream;

import com.netflix.concurrency.limits.limit.AbstractLimit;
import java.util.concurrent.TimeUnit;

/**
 * How many calls a service can work on without making them queue inside it. By Little's law as many
 * calls are under way as come per second times the time that each takes: what they take longer than
 * usual they wait, and of the calls under way the same part is one too many.
 *
 * <p>What is usual is learned only while the limit is far away. Learned under overload, as {@code
 * Gradient2Limit} of the same library does, the overload itself would be usual within seconds.
 * While the limit binds for long, calls are cut to half for a moment now and then to learn it, like
 * the round-trip probe of Cardwell and others, "BBR: Congestion-Based Congestion Control" (ACM
 * Queue, 2016): a service that has grown slower for good is then measured by what it can do now.
 *
 * <p>To be fed with windows of calls, for one thread.
 */
final class QueueingLimit extends AbstractLimit {
  /** Calls that take so many times what is usual queue. */
  private static final double TOLERANCE = 2;

  /** And those that take no more than this do not; between the two nothing is changed. */
  private static final double SPARE = 1.25;

  /** Of a calm window, in what is usual. */
  private static final double WEIGHT = 0.05;

  /** A pause of the service is seen in one or two windows. */
  private static final int QUEUEING_WINDOWS = 3;

  private static final long BOUND_LONG_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long NOT_BOUND = -1;
  private static final int PROBE_WINDOWS = 3;

  private final int least;
  private final int first;
  private final int most;
  private double usual;
  private long boundSince = NOT_BOUND;
  private long cutAt;
  private int queueing;
  private int probing;
  private int resumed;
  private double lowest;

  QueueingLimit(int least, int first, int most) {
    super(first);
    this.least = least;
    this.first = first;
    this.most = most;
  }

  @Override
  protected int _update(long startTime, long rtt, int inFlight, boolean didDrop) {
    int limit = getLimit();
    if (usual == 0) {
      usual = rtt;
    }
    if (probing > 0) {
      return probe(rtt);
    }
    if (inFlight * 2 < limit) {
      return calm(rtt, limit);
    }
    usual = Math.min(usual, rtt);
    if (boundSince == NOT_BOUND) {
      boundSince = startTime;
    }
    if (startTime - boundSince >= BOUND_LONG_NANOS) {
      return beginProbe();
    }
    return perhapsCut(startTime, rtt, limit);
  }

  /** The limit is far away: what is usual is learned. */
  private int calm(long rtt, int limit) {
    boundSince = NOT_BOUND;
    queueing = 0;
    usual += WEIGHT * (rtt - usual);
    return limit < first ? Math.min(first, limit + Math.max(1, limit / 16)) : limit;
  }

  private int perhapsCut(long startTime, long rtt, int limit) {
    if (rtt <= SPARE * usual) {
      queueing = 0;
      return Math.min(most, limit + Math.max(2, limit / 8));
    }
    if (rtt <= TOLERANCE * usual) {
      queueing = 0;
      return limit;
    }
    boolean knowsOfTheLastCut = startTime >= cutAt;
    if (!knowsOfTheLastCut || ++queueing < QUEUEING_WINDOWS) {
      return limit;
    }
    queueing = 0;
    cutAt = startTime + rtt;
    return Math.max(least, (int) Math.ceil(limit * SPARE * usual / rtt));
  }

  private int beginProbe() {
    probing = PROBE_WINDOWS;
    resumed = getLimit();
    lowest = Double.MAX_VALUE;
    return Math.max(least, resumed / 2);
  }

  private int probe(long rtt) {
    lowest = Math.min(lowest, rtt);
    probing--;
    if (probing > 0) {
      return getLimit();
    }
    usual = lowest;
    boundSince = NOT_BOUND;
    return resumed;
  }
}
