package io.jangteo.gateway.cache;

import io.jangteo.bus.BusReply;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.runtime.config.ByteSize;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A cache with a clock, and a service whose answers come when the test says so. */
final class CacheWorld {
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Deque<Promise<BusReply>> calls = new ArrayDeque<>();
  final ReplyCache cache;
  long now = TimeUnit.DAYS.toNanos(3);
  int asked;

  CacheWorld() {
    this(1000, "64MiB");
  }

  CacheWorld(int waitersMax, String bytesMax) {
    CacheConfig config =
        new CacheConfig(
            ByteSize.parse(bytesMax), ByteSize.parse("1MiB"), waitersMax, Duration.ofSeconds(1));
    cache = new ReplyCache(config, "t1", meters, () -> now, () -> 0.5);
    cache.watchedBy(policy -> true);
  }

  void pass(double seconds) {
    now += (long) (seconds * 1e9);
  }

  Lookup lookup(CachePolicy policy, String code, String caller, String cacheControl) {
    return Lookup.of(
        policy,
        new String[] {code},
        Map.of(),
        caller,
        cacheControl,
        now + TimeUnit.SECONDS.toNanos(3),
        this::ask);
  }

  private Future<BusReply> ask() {
    asked++;
    Promise<BusReply> call = Promise.promise();
    calls.add(call);
    return call.future();
  }

  Future<Answer> get(CachePolicy policy, String code) {
    return get(lookup(policy, code, "", null));
  }

  Future<Answer> get(Lookup lookup) {
    Answer known = cache.find(lookup);
    return known == null ? cache.fetch(lookup) : Future.succeededFuture(known);
  }

  /** The oldest call that was not answered yet. */
  void reply(String body) {
    calls.remove().complete(Policies.reply(200, body));
  }

  /** What a request that must be answered at once is answered with. */
  static String body(Future<Answer> answer) {
    if (!answer.succeeded()) {
      throw new AssertionError("not answered: " + answer);
    }
    Answer result = answer.result();
    return (result.stored() == null ? result.reply().body() : result.stored().body()).toString();
  }

  static String status(Future<Answer> answer) {
    return answer.result().status().toString();
  }

  double requests(String result) {
    return meters.get("jangteo.gateway.cache.requests").tag("result", result).counter().count();
  }
}
