package io.jangteo.gateway;

import io.jangteo.bus.BusHandler;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Instances of one service behind a gateway, each as a test wants it to be. */
final class Stalls {
  static final String WHO = "location";

  private final RunningGateway gateway;
  final Queue<String> asked = new ConcurrentLinkedQueue<>();

  Stalls(RunningGateway gateway) {
    this.gateway = gateway;
  }

  /** How an instance takes a request. */
  interface Behaviour {
    Future<BusReply> answer(BusRequest request);
  }

  /** One instance, whose behaviour may be changed. */
  final class Stall {
    final String id;
    final AtomicInteger calls = new AtomicInteger();
    volatile Behaviour behaviour;

    private final ServiceInstance instance;

    private Stall(ServiceInstance instance, Behaviour behaviour) {
      this.id = instance.instanceId();
      this.instance = instance;
      this.behaviour = behaviour;
    }

    void withdraw() {
      RunningGateway.await(gateway.directory.withdraw(instance));
    }

    private Future<BusReply> answer(BusRequest request) {
      calls.incrementAndGet();
      asked.add(request.action());
      return behaviour.answer(request).map(reply -> reply.with(WHO, id));
    }
  }

  Stall open(String id, String version, Behaviour behaviour) {
    Contract contract = Contract.load("stall");
    ServiceInstance instance = new ServiceInstance("stall", id, "", version, contract.document());
    Stall stall = new Stall(instance, behaviour);
    BusHandler handler = stall::answer;
    BusService.Builder builder =
        BusService.named("stall", id).believing(gateway.directory).secondary().inFlightMax(10_000);
    for (String action : new String[] {"listWares", "buyWare", "pickWare", "myWares"}) {
      builder.on(action, handler);
    }
    RunningGateway.await(builder.start(gateway.vertx, contract));
    RunningGateway.await(gateway.directory.announce(instance));
    return stall;
  }

  Stall open(String id, Behaviour behaviour) {
    return open(id, "1.0.0", behaviour);
  }

  static Future<BusReply> well(BusRequest request) {
    return Future.succeededFuture(BusReply.ok(Map.of("action", request.action())));
  }

  static Future<BusReply> broken(BusRequest request) {
    return Future.failedFuture(ServiceFailure.unavailable("broken", Duration.ofSeconds(1), null));
  }

  static Future<BusReply> failing(BusRequest request) {
    return Future.failedFuture(ServiceFailure.of(FailureCode.BAD_GATEWAY, "failing"));
  }

  static Future<BusReply> stuck(BusRequest request) {
    return Promise.<BusReply>promise().future();
  }

  /** Answers well after a time. */
  Behaviour slow(Duration time) {
    return request ->
        gateway
            .vertx
            .timer(time.toMillis(), TimeUnit.MILLISECONDS)
            .compose(ignored -> well(request));
  }

  /** Works on so many at once, on each for so long; the others wait, however many they are. */
  Behaviour limited(int atOnce, Duration each) {
    Workbench bench = new Workbench(atOnce, each);
    return bench::work;
  }

  private final class Workbench {
    private final Deque<Promise<Void>> queue = new ArrayDeque<>();
    private final Duration each;
    private int free;

    private Workbench(int atOnce, Duration each) {
      this.free = atOnce;
      this.each = each;
    }

    private Future<BusReply> work(BusRequest request) {
      Promise<Void> turn = Promise.promise();
      queue.add(turn);
      next();
      return turn.future()
          .compose(ignored -> gateway.vertx.timer(each.toMillis(), TimeUnit.MILLISECONDS))
          .onComplete(ignored -> done())
          .compose(ignored -> well(request));
    }

    private synchronized void done() {
      free++;
      next();
    }

    private synchronized void next() {
      if (free > 0 && !queue.isEmpty()) {
        free--;
        queue.remove().complete();
      }
    }
  }
}
