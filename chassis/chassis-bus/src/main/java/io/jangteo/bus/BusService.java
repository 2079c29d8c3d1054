package io.jangteo.bus;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of a service on the bus. It registers its shared address {@code <service>} and its
 * direct address {@code <service>.<instanceId>}, and answers each request within its deadline.
 *
 * <p>At the shared address exactly one per node is known to the cluster: the event bus gives
 * nothing to a node that has one consumer where another has two. Further instances on a node listen
 * to that address locally, and the bus passes what the node receives to all of them in turn.
 */
public final class BusService {
  private static final Logger LOG = LoggerFactory.getLogger(BusService.class);
  private static final Duration DRAIN_POLL = Duration.ofMillis(20);

  private final Vertx vertx;
  private final String service;
  private final String instanceId;
  private final Map<String, BusHandler> handlers;
  private final int inFlightMax;
  private final Duration longest;
  private final boolean primary;
  private final AtomicInteger inFlight = new AtomicInteger();
  private MessageConsumer<Buffer> shared;
  private MessageConsumer<Buffer> direct;

  private BusService(Vertx vertx, Builder builder) {
    this.vertx = vertx;
    this.service = builder.service;
    this.instanceId = builder.instanceId;
    this.handlers = Map.copyOf(builder.handlers);
    this.inFlightMax = builder.inFlightMax;
    this.longest = builder.longest;
    this.primary = builder.primary;
  }

  public static Builder named(String service, String instanceId) {
    return new Builder(service, instanceId);
  }

  /** The address that reaches this instance alone. */
  public static String directAddress(String service, String instanceId) {
    return service + "." + instanceId;
  }

  private Future<BusService> start() {
    shared =
        primary
            ? vertx.eventBus().consumer(service, this::receive)
            : vertx.eventBus().localConsumer(service, this::receive);
    direct = vertx.eventBus().consumer(directAddress(service, instanceId), this::receive);
    return Future.all(shared.completion(), direct.completion()).map(this);
  }

  /** Requests being worked on now. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Leaves both addresses, then waits for the requests already taken, at most {@code patience}. */
  public Future<Void> drain(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    return Future.join(shared.unregister(), direct.unregister())
        .timeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)
        .transform(ignored -> awaitIdle(deadline));
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
    if (inFlight.incrementAndGet() > inFlightMax) {
      inFlight.decrementAndGet();
      answer(message, BusReply.problem(overloaded(), requestId(message)));
      return;
    }
    dispatch(message)
        .recover(error -> Future.succeededFuture(explain(message, error)))
        .onSuccess(
            reply -> {
              inFlight.decrementAndGet();
              answer(message, reply);
            });
  }

  private Future<BusReply> dispatch(Message<Buffer> message) {
    try {
      BusRequest request = new BusRequest(message, longest);
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

  private BusReply explain(Message<Buffer> message, Throwable error) {
    ServiceFailure failure =
        error instanceof ServiceFailure known
            ? known
            : error instanceof TimeoutException
                ? ServiceFailure.of(
                    FailureCode.DEADLINE_EXCEEDED, FailureCode.DEADLINE_EXCEEDED.title())
                : ServiceFailure.internal(error);
    String requestId = requestId(message);
    if (failure.code().isServerFault()) {
      LOG.atError()
          .addKeyValue("service", service)
          .addKeyValue("action", message.headers().get(BusHeaders.ACTION))
          .addKeyValue("requestId", requestId)
          .addKeyValue("failureCode", failure.code())
          .setCause(failure.getCause())
          .log(failure.detail());
    }
    return BusReply.problem(failure, requestId);
  }

  private static ServiceFailure overloaded() {
    return ServiceFailure.unavailable(
        "The service is at its limit of concurrent requests", Duration.ofSeconds(1), null);
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

    private Builder(String service, String instanceId) {
      this.service = service;
      this.instanceId = instanceId;
    }

    /** The handler of one action; each action has one. */
    public Builder on(String action, BusHandler handler) {
      if (handlers.put(action, handler) != null) {
        throw new IllegalStateException("action " + action + " has two handlers");
      }
      return this;
    }

    /** For a further instance on a node: not known to the cluster at the shared address. */
    public Builder secondary() {
      this.primary = false;
      return this;
    }

    /** Requests beyond this many at once are refused; 256 unless set. */
    public Builder inFlightMax(int most) {
      this.inFlightMax = most;
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
      return new BusService(vertx, this).start();
    }
  }
}
