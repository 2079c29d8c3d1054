package io.jangteo.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Asks every gateway for something so often in a second, whatever the answers. */
final class SteadyLoad {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private final String path;
  private final List<Integer> ports;
  private final AtomicLong slowest = new AtomicLong();
  private AtomicInteger[] accepted = {};
  private long started;

  private SteadyLoad(int perSecond, String path, List<Integer> ports) {
    this.perSecond = perSecond;
    this.path = path;
    this.ports = ports;
  }

  static SteadyLoad of(int perSecond, String path, List<Integer> ports) {
    return new SteadyLoad(perSecond, path, ports);
  }

  /** How many were accepted in each second. */
  List<Integer> run(int seconds) {
    Vertx vertx = Vertx.vertx();
    HttpClient client =
        vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(50));
    accepted = new AtomicInteger[seconds];
    Arrays.setAll(accepted, i -> new AtomicInteger());
    started = System.nanoTime();
    int[] sent = {0};
    long timer =
        vertx.setPeriodic(
            5,
            id -> {
              long due = (System.nanoTime() - started) * perSecond / SECOND;
              for (; sent[0] < due; sent[0]++) {
                ports.forEach(port -> ask(client, port));
              }
            });
    awaitEnd(vertx.timer(seconds, TimeUnit.SECONDS), seconds);
    vertx.cancelTimer(timer);
    List<Integer> counts = Arrays.stream(accepted).map(AtomicInteger::get).toList();
    RunningGateway.await(vertx.close());
    return counts;
  }

  private static void awaitEnd(Future<?> end, int seconds) {
    try {
      end.await(seconds + 20L, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private void ask(HttpClient client, int port) {
    long asked = System.nanoTime();
    client
        .request(HttpMethod.GET, port, "127.0.0.1", path)
        .compose(request -> request.send())
        .compose(response -> response.body().map(response))
        .onSuccess(response -> count(response, asked));
  }

  private void count(HttpClientResponse response, long asked) {
    long now = System.nanoTime();
    slowest.accumulateAndGet(now - asked, Math::max);
    int second = (int) ((now - started) / SECOND);
    if (response.statusCode() == 200 && second < accepted.length) {
      accepted[second].incrementAndGet();
    }
  }

  long slowestMillis() {
    return slowest.get() / 1_000_000;
  }
}
