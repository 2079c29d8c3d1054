package io.jangteo.gateway.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the gateways of a cluster share their limits: tells the keepers of keys what was let through
 * and takes leases from them, off the path of requests. Used from one context only.
 */
public final class SharedLimits {
  private static final Logger LOG = LoggerFactory.getLogger(SharedLimits.class);
  private static final String ADDRESS = "jangteo.gateway.limits";
  private static final String LEAVING = "leaving";
  private static final long BEAT_MILLIS = 500;
  private static final long SWEEP_MILLIS = 10;
  private static final int LISTED_MAX = 10_000;

  private final Vertx vertx;
  private final String own;
  private final LongSupplier clock;
  private final LimitLedger ledger;
  private final Peers peers;
  private final DeliveryOptions asking;
  private final Counter answered;
  private final Counter unanswered;
  private final Set<LimitCell> listed = new LinkedHashSet<>();
  private final List<MessageConsumer<?>> listening = new ArrayList<>();
  private boolean sweeping;
  private long beat = -1;

  /**
   * Shares nothing before {@link #start}.
   *
   * @param own unique among gateways
   * @param keysMax accounts kept at once
   * @param patienceMillis deadline of a keeper's answer
   */
  public SharedLimits(
      Vertx vertx,
      String own,
      LongSupplier clock,
      int keysMax,
      long patienceMillis,
      MeterRegistry meters) {
    this.vertx = vertx;
    this.own = own;
    this.clock = clock;
    this.ledger = new LimitLedger(keysMax);
    this.peers = new Peers(own);
    this.asking = quietly().setSendTimeout(patienceMillis);
    this.answered = meters.counter("jangteo.gateway.limits.reports", "outcome", "ok");
    this.unanswered = meters.counter("jangteo.gateway.limits.reports", "outcome", "unreachable");
  }

  private static DeliveryOptions quietly() {
    return new DeliveryOptions().setTracingPolicy(TracingPolicy.IGNORE);
  }

  /** Succeeds when other gateways can reach this one. */
  public Future<?> start() {
    listening.add(vertx.eventBus().consumer(ADDRESS, this::hear));
    listening.add(vertx.eventBus().consumer(addressOf(own), this::answer));
    beat = vertx.setPeriodic(0, BEAT_MILLIS, ignored -> beat());
    return Future.all(listening.stream().map(MessageConsumer::completion).toList());
  }

  private static String addressOf(String id) {
    return ADDRESS + "." + id;
  }

  private void beat() {
    peers.expire(clock.getAsLong());
    vertx.eventBus().publish(ADDRESS, own, quietly());
  }

  private void hear(Message<String> message) {
    if (message.headers().contains(LEAVING)) {
      peers.left(message.body());
    } else if (peers.heard(message.body(), clock.getAsLong())) {
      // It need not wait for the next beat to know of this one.
      vertx.eventBus().publish(ADDRESS, own, quietly());
    }
  }

  /** Gateways that share limits now, this one included. */
  int gateways() {
    return peers.size();
  }

  List<String> names() {
    return peers.present();
  }

  int listed() {
    return listed.size();
  }

  /** Sees to it that the cell's keeper hears of it, if it must. */
  void watch(LimitCell cell) {
    if (listed.size() < LISTED_MAX && cell.list()) {
      listed.add(cell);
      sweepSoon();
    }
  }

  private void sweepSoon() {
    if (!sweeping) {
      sweeping = true;
      vertx.setTimer(SWEEP_MILLIS, ignored -> sweep());
    }
  }

  private void sweep() {
    sweeping = false;
    long now = clock.getAsLong();
    Map<String, Batch> batches = new HashMap<>();
    for (Iterator<LimitCell> cells = listed.iterator(); cells.hasNext(); ) {
      LimitCell cell = cells.next();
      Report report = cell.unlist(now) ? null : cell.report(now);
      if (report != null) {
        batches.computeIfAbsent(peers.keeper(report.key()), Batch::new).add(cell, report);
      } else if (!cell.isListed()) {
        cells.remove();
      }
    }
    batches.values().forEach(this::send);
    if (!listed.isEmpty()) {
      sweepSoon();
    }
  }

  private void send(Batch batch) {
    if (batch.keeper.equals(own)) {
      batch.accept(settle(batch.reports), clock.getAsLong());
      return;
    }
    vertx
        .eventBus()
        .<Buffer>request(addressOf(batch.keeper), ReportCodec.reports(batch.reports), asking)
        .map(reply -> batch.matching(ReportCodec.grants(reply.body())))
        .onSuccess(grants -> batch.accept(grants, clock.getAsLong()))
        .onSuccess(ignored -> answered.increment())
        .onFailure(error -> giveUp(batch, error));
  }

  private void giveUp(Batch batch, Throwable error) {
    unanswered.increment();
    LOG.atWarn()
        .addKeyValue("keeper", batch.keeper)
        .addKeyValue("error", error.getMessage())
        .log("a gateway that keeps limits cannot be reached; others take its place");
    long now = clock.getAsLong();
    peers.unreachable(batch.keeper, now);
    batch.cells.forEach(cell -> cell.release(now));
  }

  private void answer(Message<Buffer> message) {
    message.reply(ReportCodec.grants(settle(ReportCodec.reports(message.body()))), quietly());
  }

  private List<Grant> settle(List<Report> reports) {
    long now = clock.getAsLong();
    return reports.stream().map(report -> ledger.settle(report, now)).toList();
  }

  long accounts() {
    return ledger.size();
  }

  /** Leaves the bus and tells the others, who then ask it nothing more. */
  public Future<?> stop() {
    vertx.cancelTimer(beat);
    Future<?> left = Future.join(listening.stream().map(MessageConsumer::unregister).toList());
    vertx.eventBus().publish(ADDRESS, own, quietly().addHeader(LEAVING, "true"));
    return left;
  }

  /** What one keeper is told at once. */
  private static final class Batch {
    private final String keeper;
    private final List<LimitCell> cells = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();

    private Batch(String keeper) {
      this.keeper = keeper;
    }

    private void add(LimitCell cell, Report report) {
      cells.add(cell);
      reports.add(report);
    }

    private List<Grant> matching(List<Grant> grants) {
      if (grants.size() != cells.size()) {
        throw new IllegalStateException("the answer is to another question");
      }
      return grants;
    }

    private void accept(List<Grant> grants, long now) {
      for (int i = 0; i < cells.size(); i++) {
        cells.get(i).accept(grants.get(i), now);
      }
    }
  }
}
