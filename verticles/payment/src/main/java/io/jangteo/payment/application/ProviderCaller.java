package io.jangteo.payment.application;

import io.jangteo.payment.domain.ProviderResult;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Works off the provider calls that transactions have left: at once when woken, and by polling for
 * those whose process died. Everything it must not lose is in the database.
 */
public final class ProviderCaller {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderCaller.class);
  private static final int LOUD_FROM_ATTEMPT = 5;
  private static final long DRAIN_POLL_MILLIS = 20;

  private final Vertx vertx;
  private final Context context;
  private final ProviderCalls calls;
  private final ResolveCall resolver;
  private final CallerTiming timing;
  private final ProviderGate gate;
  private final ProviderMetrics metrics;
  private final LongUnaryOperator random;
  private final ResultBatcher batcher;
  private long pollTimer;
  private int inFlight;
  private boolean claiming;
  private boolean moreAnnounced;
  private boolean stopping;

  /**
   * To be made, started and stopped on one context.
   *
   * @param random gives a number from 0 up to, without, its argument
   */
  public ProviderCaller(
      Vertx vertx,
      ProviderCalls calls,
      ResolveCall resolver,
      RecordResults results,
      CallerTiming timing,
      ProviderGate gate,
      ProviderMetrics metrics,
      LongUnaryOperator random) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.calls = calls;
    this.resolver = resolver;
    this.timing = timing;
    this.gate = gate;
    this.metrics = metrics;
    this.random = random;
    this.batcher = new ResultBatcher(vertx, results, this::claim);
  }

  public void start() {
    pollTimer = vertx.setPeriodic(timing.poll().toMillis(), timer -> claim());
    claim();
  }

  /** There may be calls to make; from any thread, as often as liked. */
  public void wake() {
    context.runOnContext(ignored -> claim());
  }

  /** Begins no more calls and waits for those under way, at most {@code patience}. */
  public Future<Void> stop(Duration patience) {
    stopping = true;
    vertx.cancelTimer(pollTimer);
    return awaitIdle(System.nanoTime() + patience.toNanos());
  }

  private Future<Void> awaitIdle(long deadline) {
    boolean idle = inFlight == 0 && !claiming && batcher.isIdle();
    if (idle || System.nanoTime() > deadline) {
      return Future.succeededFuture();
    }
    return vertx
        .timer(DRAIN_POLL_MILLIS, TimeUnit.MILLISECONDS)
        .compose(ignored -> awaitIdle(deadline));
  }

  private void claim() {
    if (stopping) {
      return;
    }
    int free = gate.most(timing.concurrencyMax()) - inFlight;
    if (claiming || free <= 0) {
      moreAnnounced = true;
      return;
    }
    claiming = true;
    moreAnnounced = false;
    calls.claim(free, timing.lease()).onComplete(claimed -> begin(claimed, free));
  }

  private void begin(AsyncResult<List<ProviderCall>> claimed, int asked) {
    claiming = false;
    if (claimed.failed()) {
      LOG.atWarn().setCause(claimed.cause()).log("calls to the provider cannot be read just now");
      return;
    }
    claimed.result().forEach(this::attempt);
    if (moreAnnounced || claimed.result().size() == asked) {
      claim();
    }
  }

  private void attempt(ProviderCall call) {
    inFlight++;
    long began = System.nanoTime();
    ProviderGate.Attempt attempt = gate.begin();
    resolver
        .resolve(call)
        .onComplete(
            answer -> {
              inFlight--;
              attempt.ended(answer.failed());
              metrics.attempted(call, outcome(answer), Duration.ofNanos(System.nanoTime() - began));
              conclude(call, answer);
              if (moreAnnounced) {
                claim();
              }
            });
  }

  private void conclude(ProviderCall call, AsyncResult<ProviderResult> answer) {
    if (answer.succeeded()) {
      CrashPoint.BEFORE_RECORD.pass(call.step().name());
      batcher.add(new Resolution(call, answer.result()));
      return;
    }
    Duration pause = timing.backoff().after(call.attempt(), random);
    LOG.atLevel(call.attempt() < LOUD_FROM_ATTEMPT ? Level.INFO : Level.ERROR)
        .addKeyValue("orderId", call.orderId())
        .addKeyValue("step", call.step())
        .addKeyValue("attempt", call.attempt())
        .addKeyValue("error", String.valueOf(answer.cause().getMessage()))
        .log("the provider's answer is not known yet");
    calls
        .postpone(call, pause)
        .onSuccess(ignored -> vertx.setTimer(Math.max(1, pause.toMillis()), timer -> claim()))
        .onFailure(error -> LOG.atWarn().setCause(error).log("a call waits for its lease to end"));
  }

  private static String outcome(AsyncResult<ProviderResult> answer) {
    if (answer.failed()) {
      return "unknown";
    }
    return answer.result() instanceof ProviderResult.Done ? "ok" : "refused";
  }
}
