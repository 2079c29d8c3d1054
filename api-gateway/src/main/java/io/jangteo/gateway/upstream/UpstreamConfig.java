package io.jangteo.gateway.upstream;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How much one service is asked at once. */
public record UpstreamConfig(
    @Setting(
            defaultValue = "128",
            doc = "Calls of one service under way at once, before it is known what it can take.")
        int limitFirst,
    @Setting(defaultValue = "8", doc = "The limit never falls below.") int limitMin,
    @Setting(defaultValue = "256", doc = "The limit never rises above.") int limitMax,
    @Setting(
            defaultValue = "50ms",
            doc = "Calls that take no longer than this are all quick: they lower no limit.")
        Duration quick,
    @Setting(
            defaultValue = "50ms",
            doc =
                "How long a call waits for a place, a fifth of it while the service is asked for too"
                    + " much all the time; half as many as the limit may wait.")
        Duration patience,
    @Setting(
            defaultValue = "250ms",
            doc = "A read that takes no longer is never moved to another instance for being late.")
        Duration moveLeast,
    @Setting(
            defaultValue = "1000",
            doc = "Calls of one service at once that wait on purpose, as with Prefer: wait.")
        int waitingMax,
    @Setting(
            defaultValue = "operator",
            doc = "Role that may name an instance with X-Jangteo-Instance or X-Jangteo-Version.")
        String pinRole) {
  private static final long WINDOW_MILLIS = 100;
  private static final int WINDOW_CALLS = 10;

  public UpstreamConfig {
    require(limitMin >= 1, "limitMin must be 1 or more");
    require(limitFirst >= limitMin, "limitFirst must not be below limitMin");
    require(limitMax >= limitFirst, "limitMax must not be below limitFirst");
    require(patience.toMillis() >= 1, "patience must be 1ms or more");
    require(moveLeast.toMillis() >= 1, "moveLeast must be 1ms or more");
    require(waitingMax >= 0, "waitingMax must not be negative");
  }

  /** A new limit of its own for one service. */
  Limit limit() {
    return WindowedLimit.newBuilder()
        .minWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
        .maxWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
        .windowSize(WINDOW_CALLS)
        .minRttThreshold(0, TimeUnit.NANOSECONDS)
        .build(new QueueingLimit(limitMin, limitFirst, limitMax));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
