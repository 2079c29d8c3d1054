package io.jangteo.bus;

import io.jangteo.bus.caller.CallerCheck;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of a service on the bus. It registers its shared address {@code <service>} and its
 * direct address {@code <service>.<instanceId>}, and answers each request within its deadline.
 *
 * <p>Clients that follow the directory use direct addresses. At the shared address one instance per
 * node listens: the event bus gives nothing to a node that has one consumer where another has two,
 * and passes nothing that comes from another node to consumers that are only local.
 */
public final class BusService {
  private static final Logger LOG = LoggerFactory.getLogger(BusService.class);

  /** Action that every instance answers at once, whatever it is busy with. */
  static final String PROBE = "probe";

  /** What older gateways said the caller's claims in, and anybody could. */
  private static final String UNSIGNED = "principal";

  private static final Duration DRAIN_POLL = Duration.ofMillis(20);

  /** Longer than any snapshot of the directory is old. */
  private static final Duration LINGER = Duration.ofMillis(1200);

  private final Vertx vertx;
  private final String service;
  private final String instanceId;
  private final Map<String, BusHandler> handlers;
  private final int inFlightMax;
  private final Duration longest;
  private final boolean primary;
  private final CallerCheck callers;
  private final Shedding shedding;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final BusMeters meters;
  private final List<MessageConsumer<Buffer>> listening = new ArrayList<>();

  private BusService(Vertx vertx, Builder builder, Contract contract) {
    this.vertx = vertx;
    this.service = builder.service;
    this.instanceId = builder.instanceId;
    this.handlers = Map.copyOf(builder.handlers);
    this.inFlightMax = builder.inFlightMax;
    this.longest = builder.longest;
    this.primary = builder.primary;
    this.callers = builder.callers;
    this.shedding = new Shedding(contract.priorities(), builder.pressure);
    this.meters = new BusMeters(builder.meters, service, handlers.keySet(), inFlight);
  }

  public static Builder named(String service, String instanceId) {
    return new Builder(service, instanceId);
  }

  /** The address that reaches this instance alone. */
  public static String directAddress(String service, String instanceId) {
    return service + "." + instanceId;
  }

  private Future<BusService> start() {
    listen(directAddress(service, instanceId));
    if (primary) {
      listen(service);
    }
    return Future.all(listening.stream().map(MessageConsumer::completion).toList()).map(this);
  }

  private void listen(String address) {
    listening.add(vertx.eventBus().consumer(address, this::receive));
  }

  /** Requests being worked on now. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Leaves its addresses, then waits for the requests already taken, at most {@code patience} in
   * all. In a cluster it first goes on answering for a moment: what is sent to a node that has just
   * left an address is lost without a word, and others hear of a withdrawal a little later.
   */
  public Future<Void> drain(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    return linger()
        .compose(ignored -> leave())
        .timeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)
        .transform(ignored -> awaitIdle(deadline));
  }

  private Future<?> linger() {
    return vertx.isClustered()
        ? vertx.timer(LINGER.toMillis(), TimeUnit.MILLISECONDS)
        : Future.succeededFuture();
  }

  private Future<?> leave() {
    return Future.join(listening.stream().map(MessageConsumer::unregister).toList());
  }

  private Future<Void> awaitIdle(long deadline) {
    if (inFlight.get() == 0 || System.nanoTime() > deadline) {
      return Future.succeededFuture();
    }
    return vertx
        .timer(DRAIN_POLL.toMillis(), TimeUnit.MILLISECONDS)
        .compose(ignored -> awaitIdle(deadline));
  }

  private void receive(Message<Buffer> message) {
    if (PROBE.equals(action(message))) {
      answer(message, BusReply.noContent());
      return;
    }
    if (inFlight.incrementAndGet() > inFlightMax) {
      inFlight.decrementAndGet();
      answer(message, explain(message, overloaded()));
      return;
    }
    long started = System.nanoTime();
    dispatch(message)
        .recover(error -> Future.succeededFuture(explain(message, error)))
        .onSuccess(
            reply -> {
              inFlight.decrementAndGet();
              meters.answered(action(message), reply.status(), System.nanoTime() - started);
              answer(message, reply);
            });
  }

  private Future<BusReply> dispatch(Message<Buffer> message) {
    shedding.requested();
    if (shedding.refuses(Objects.requireNonNullElse(action(message), ""))) {
      return Future.failedFuture(
          ServiceFailure.busy("Too much waits for the database", Duration.ofSeconds(1)));
    }
    try {
      BusRequest request = new BusRequest(message, longest, caller(message.headers()));
      BusHandler handler = handlers.get(request.action());
      if (handler == null) {
        throw ServiceFailure.of(FailureCode.NOT_FOUND, "There is no such action");
      }
      if (request.remaining().isZero()) {
        throw ServiceFailure.of(FailureCode.DEADLINE_EXCEEDED, "The caller no longer waits");
      }
      return handler
          .handle(request)
          .map(reply -> Objects.requireNonNull(reply, "the handler's reply"))
          .timeout(Math.max(1, request.remaining().toMillis()), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Null for nobody. Judged before anything else is done, also where nobody asks who it is. */
  private Principal caller(MultiMap headers) {
    if (headers.contains(UNSIGNED)) {
      throw ServiceFailure.of(
          FailureCode.UNAUTHENTICATED, "Who the caller is must be signed by a gateway");
    }
    String assertion = headers.get(BusHeaders.ASSERTION);
    return assertion == null ? null : callers.check(assertion);
  }

  private BusReply explain(Message<Buffer> message, Throwable error) {
    ServiceFailure failure =
        error instanceof ServiceFailure known
            ? known
            : error instanceof TimeoutException
                ? ServiceFailure.of(
                    FailureCode.DEADLINE_EXCEEDED, FailureCode.DEADLINE_EXCEEDED.title())
                : ServiceFailure.internal(error);
    String requestId = requestId(message);
    if (failure.isRefusal()) {
      meters.overloaded();
    } else if (failure.code().isServerFault()) {
      LOG.atError()
          .addKeyValue("service", service)
          .addKeyValue("action", action(message))
          .addKeyValue("requestId", requestId)
          .addKeyValue("failureCode", failure.code())
          .setCause(failure.getCause())
          .log(failure.detail());
    }
    return BusReply.problem(failure, requestId);
  }

  private static ServiceFailure overloaded() {
    return ServiceFailure.busy(
        "The service is at its limit of concurrent requests", Duration.ofSeconds(1));
  }

  private static String action(Message<Buffer> message) {
    return message.headers().get(BusHeaders.ACTION);
  }

  private static String requestId(Message<Buffer> message) {
    return message.headers().get(BusHeaders.REQUEST_ID);
  }

  private static void answer(Message<Buffer> message, BusReply reply) {
    message.reply(reply.body(), new DeliveryOptions().setHeaders(reply.headers()));
  }

  /** Collects the operations of one instance. */
  public static final class Builder {
    private final String service;
    private final String instanceId;
    private final Map<String, BusHandler> handlers = new HashMap<>();
    private boolean primary = true;
    private int inFlightMax = 256;
    private Duration longest = Duration.ofSeconds(30);
    private IntSupplier pressure = () -> 0;
    private MeterRegistry meters = new SimpleMeterRegistry();
    private InstantSource clock = InstantSource.system();
    private final CallerCheck callers;

    private Builder(String service, String instanceId) {
      this.service = service;
      this.callers = new CallerCheck(service, () -> clock.millis() / 1000);
      this.instanceId = instanceId;
    }

    /** The handler of one action; each action has one. */
    public Builder on(String action, BusHandler handler) {
      if (handlers.put(action, handler) != null) {
        throw new IllegalStateException("action " + action + " has two handlers");
      }
      return this;
    }

    /** Believes the gateways in that directory, and from now on those to come; else none is. */
    public Builder believing(ServiceDirectory directory) {
      directory.onChange(callers::accept);
      return this;
    }

    /** By what the age of what gateways say is judged; this machine's own clock unless set. */
    public Builder clock(InstantSource cluster) {
      this.clock = cluster;
      return this;
    }

    /** For a further instance on a node: not at the shared address. */
    public Builder secondary() {
      this.primary = false;
      return this;
    }

    /** Requests beyond this many at once are refused; 256 unless set. */
    public Builder inFlightMax(int most) {
      this.inFlightMax = most;
      return this;
    }

    /**
     * Refuses operations by the priority that the contract gives them, when that many times as many
     * wait as can be served at once: from 2 on the lowest, from 3 on the one before as well.
     */
    public Builder shedding(IntSupplier waiting) {
      this.pressure = waiting;
      return this;
    }

    /** Where times and counts of requests go; nowhere unless set. */
    public Builder meters(MeterRegistry registry) {
      this.meters = registry;
      return this;
    }

    /** Longest deadline a caller may ask for; 30 s unless set. */
    public Builder longestDeadline(Duration most) {
      this.longest = most;
      return this;
    }

    /**
     * Starts answering. The future succeeds when both addresses are visible in the whole cluster.
     *
     * @throws IllegalStateException when an operation of the contract has no handler
     */
    public Future<BusService> start(Vertx vertx, Contract contract) {
      Set<String> missing = new TreeSet<>(contract.operationIds());
      missing.removeAll(handlers.keySet());
      if (!missing.isEmpty()) {
        throw new IllegalStateException(service + " has no handler for " + missing);
      }
      return new BusService(vertx, this, contract).start();
    }
  }
}
