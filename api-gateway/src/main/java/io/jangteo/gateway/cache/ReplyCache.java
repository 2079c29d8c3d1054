package io.jangteo.gateway.cache;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.cache.CacheMeters.Outcome;
import io.jangteo.gateway.cache.CacheMeters.Result;
import io.jangteo.gateway.cache.CacheStatus.Reason;
import io.jangteo.gateway.cache.Flights.Flight;
import io.jangteo.gateway.cache.Freshness.Use;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Answers kept of operations whose contract allows it, each asked for once at a time, renewed
 * behind the scenes, standing in for a service that fails, and forgotten when what they tell of has
 * changed.
 */
public final class ReplyCache {
  private final CacheConfig config;
  private final LongSupplier nanos;
  private final Generations generations = new Generations();
  private final Admission admission;
  private final Replies replies;
  private final Flights flights;
  private final CacheMeters meters;
  private Predicate<CachePolicy> watched = policy -> policy.invalidations().isEmpty();

  /**
   * Empty at first.
   *
   * @param instance of the gateway, for its meters
   * @param random of 0 to 1
   */
  public ReplyCache(
      CacheConfig config,
      String instance,
      MeterRegistry registry,
      LongSupplier nanos,
      DoubleSupplier random) {
    this.config = config;
    this.nanos = nanos;
    this.meters = new CacheMeters(registry);
    this.admission = new Admission(config.bodyMax().asInt(), random);
    this.replies = new Replies(config.bytesMax().bytes(), nanos, meters::evicted);
    this.flights = new Flights(config.waitersMax(), nanos);
    meters.gauge("bytes", instance, replies::bytes);
    meters.gauge("entries", instance, replies::entries);
    meters.gauge("waiting", instance, flights::waiting);
  }

  /** Whether anything is to be kept at all. */
  public boolean isOn() {
    return config.isOn();
  }

  /** Says of which operations every change is heard. */
  void watchedBy(Predicate<CachePolicy> watch) {
    watched = watch;
  }

  /** What can be given at once; null when the service must be asked, see {@link #fetch}. */
  public Answer find(Lookup lookup) {
    long generation = generations.of(lookup.policy(), lookup.values());
    StoredReply reply = replies.find(lookup.key(), generation);
    if (reply == null) {
      return null;
    }
    long now = nanos.getAsLong();
    switch (use(reply, now, lookup)) {
      case FRESH -> {
        meters.hit();
        return Answer.of(reply, now, CacheStatus.HIT);
      }
      case STALE -> {
        meters.answered(Result.STALE);
        renew(lookup, reply, now);
        return Answer.of(reply, now, CacheStatus.stale(reply, now));
      }
      default -> {
        return null;
      }
    }
  }

  private Use use(StoredReply reply, long now, Lookup lookup) {
    return Freshness.of(reply, now, watched.test(lookup.policy()), lookup.wishes());
  }

  /** Off the path of any request: who came has been answered already. */
  private void renew(Lookup lookup, StoredReply old, long now) {
    boolean pausing = old.failedWithin(config.errorPause().toNanos(), now);
    if (!pausing && flights.running(lookup.key(), old.generation()) == null) {
      call(lookup, old.generation());
    }
  }

  /** Asks the service, or waits for somebody else's call. */
  public Future<Answer> fetch(Lookup lookup) {
    long generation = generations.of(lookup.policy(), lookup.values());
    if (lookup.wishes().onlyStored()) {
      meters.answered(Result.REFUSED);
      return Future.failedFuture(
          ServiceFailure.of(
              FailureCode.DEADLINE_EXCEEDED, "There is no stored answer, as was asked for"));
    }
    Reason reason = reason(lookup, generation);
    Flight flight = flights.running(lookup.key(), generation);
    return flight == null
        ? call(lookup, generation).transform(done -> lead(lookup, reason, done))
        : flights
            .join(flight, lookup.deadlineNanos())
            .transform(done -> follow(lookup, reason, done));
  }

  private Reason reason(Lookup lookup, long generation) {
    if (lookup.wishes().anew()) {
      return Reason.REQUEST;
    }
    return replies.find(lookup.key(), generation) == null ? Reason.URI_MISS : Reason.STALE;
  }

  private Future<Fill> call(Lookup lookup, long generation) {
    long born = nanos.getAsLong();
    return flights.start(
        lookup.key(),
        generation,
        lookup.deadlineNanos(),
        () ->
            lookup
                .ask()
                .get()
                .map(reply -> store(lookup, reply, generation, born))
                .onFailure(error -> failed(lookup, generation)));
  }

  /** Unless something has changed since the service was asked. */
  private Fill store(Lookup lookup, BusReply reply, long generation, long born) {
    CachePolicy policy = lookup.policy();
    boolean shareable = Admission.isShareable(policy, reply);
    StoredReply admitted = admission.admit(policy, reply, generation, born);
    if (reply.status() >= 500) {
      failed(lookup, generation);
      return new Fill(reply, null, false, shareable);
    }
    if (admitted == null) {
      // Whatever was kept is not what the service says now.
      replies.forget(lookup.key());
      meters.filled(Outcome.UNSTORABLE);
      return new Fill(reply, null, false, shareable);
    }
    boolean holds = generations.of(policy, lookup.values()) == generation;
    if (holds) {
      replies.keep(lookup.key(), admitted);
    }
    meters.filled(holds ? Outcome.STORED : Outcome.OUTDATED);
    return new Fill(reply, admitted, holds, true);
  }

  private void failed(Lookup lookup, long generation) {
    meters.filled(Outcome.FAILED);
    StoredReply old = replies.find(lookup.key(), generation);
    if (old != null) {
      replies.keep(lookup.key(), old.markFailed(nanos.getAsLong()));
    }
  }

  private Future<Answer> lead(Lookup lookup, Reason reason, AsyncResult<Fill> done) {
    if (done.failed() || done.result().hasFailed()) {
      return standIn(lookup, reason.forwarded(false), done);
    }
    Fill fill = done.result();
    meters.answered(Result.MISS);
    CharSequence status = reason.forwarded(fill.kept());
    return Future.succeededFuture(
        fill.admitted() == null
            ? new Answer(null, fill.reply(), -1, status)
            : new Answer(fill.admitted(), null, -1, status));
  }

  private Future<Answer> follow(Lookup lookup, Reason reason, AsyncResult<Fill> done) {
    if (done.failed() || done.result().hasFailed()) {
      return standIn(lookup, reason.collapsed(), done);
    }
    Fill fill = done.result();
    if (!fill.shareable()) {
      // It was for one caller only; everybody has to ask for himself.
      meters.answered(Result.BYPASSED);
      return lookup.ask().get().map(reply -> new Answer(null, reply, -1, reason.forwarded(false)));
    }
    meters.answered(Result.COLLAPSED);
    return Future.succeededFuture(
        fill.admitted() == null
            ? new Answer(null, fill.reply(), -1, reason.collapsed())
            : Answer.of(fill.admitted(), nanos.getAsLong(), reason.collapsed()));
  }

  /** An old answer in place of a failure, if there is one that may be given. */
  private Future<Answer> standIn(Lookup lookup, CharSequence status, AsyncResult<Fill> done) {
    long now = nanos.getAsLong();
    long generation = generations.of(lookup.policy(), lookup.values());
    StoredReply old = replies.find(lookup.key(), generation);
    if (use(old, now, lookup) != Use.NONE) {
      meters.answered(Result.STOOD_IN);
      return Future.succeededFuture(Answer.of(old, now, CacheStatus.standIn(old, now)));
    }
    meters.answered(Result.FAILED);
    return done.failed()
        ? Future.failedFuture(done.cause())
        : Future.succeededFuture(new Answer(null, done.result().reply(), -1, status));
  }

  /** Counts a request that no stored answer can serve. */
  public void bypassed() {
    meters.answered(Result.BYPASSED);
  }

  /** What the operation tells of a thing has changed. */
  public void changed(CachePolicy policy, int parameter, String value) {
    meters.invalidated();
    generations.changed(policy, parameter, value);
  }

  /** Anything that the operation tells of may have changed. */
  public void changed(CachePolicy policy) {
    meters.invalidated();
    generations.changed(policy);
  }

  /** Forgets everything, also what is under way. */
  public void purge() {
    meters.invalidated();
    generations.changed();
    replies.clear();
  }

  /** What an operator wants to see. */
  public ObjectNode describe() {
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    state.put("entries", replies.entries());
    state.put("bytes", replies.bytes());
    state.put("bytesMax", config.bytesMax().bytes());
    state.put("calls", flights.running());
    state.put("waiting", flights.waiting());
    meters.describe(state);
    return state;
  }
}
