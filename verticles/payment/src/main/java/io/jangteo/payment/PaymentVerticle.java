package io.jangteo.payment;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Contract;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.events.BrokerConfig;
import io.jangteo.events.Messaging;
import io.jangteo.payment.api.GetPayment;
import io.jangteo.payment.api.KeepToken;
import io.jangteo.payment.application.CallerTiming;
import io.jangteo.payment.application.ObeyCommand;
import io.jangteo.payment.application.ProviderCaller;
import io.jangteo.payment.application.ProviderMetrics;
import io.jangteo.payment.application.PurgeTokens;
import io.jangteo.payment.application.RecordResults;
import io.jangteo.payment.application.ResolveCall;
import io.jangteo.payment.domain.Backoff;
import io.jangteo.payment.events.PaymentCommandHandler;
import io.jangteo.payment.events.ReplyMessages;
import io.jangteo.payment.persistence.PgCardTokens;
import io.jangteo.payment.persistence.PgPaymentViews;
import io.jangteo.payment.persistence.PgPayments;
import io.jangteo.payment.persistence.PgProviderCalls;
import io.jangteo.payment.provider.ProviderConfig;
import io.jangteo.payment.provider.SandboxProvider;
import io.jangteo.persistence.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** The payment service. */
public final class PaymentVerticle extends VerticleBase {
  private static final String SERVICE = "payment";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

  private final PaymentConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  /** What has been started, last first: the order in which it is stopped. */
  private final Deque<Supplier<Future<Void>>> stops = new ArrayDeque<>();

  private ProviderCaller caller;

  public PaymentVerticle(PaymentConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    return Database.open(vertx, config.db(), "db/chassis", "db/payment")
        .compose(this::startAll)
        // Vert.x stops only what has started.
        .recover(error -> stop().transform(ignored -> Future.failedFuture(error)));
  }

  private Future<?> startAll(Database database) {
    stops.push(database::close);
    return startMessaging(database).compose(ignored -> startBus(database));
  }

  private Future<Messaging> startMessaging(Database database) {
    PgPayments payments = new PgPayments();
    ReplyMessages replies = new ReplyMessages();
    ObeyCommand obey = new ObeyCommand(payments, replies);
    return Messaging.of(vertx, SERVICE, database, broker, runtime.health(), runtime.meters())
        .publishes(PaymentMessages.EVENTS)
        .subscriptions(Subscriptions.ALL)
        .consume(
            Subscriptions.PAYMENT_COMMANDS,
            new PaymentCommandHandler(payments, obey, this::wakeCaller))
        .start()
        .onSuccess(
            messaging -> {
              stops.push(() -> messaging.drain(PATIENCE));
              startCaller(database, new RecordResults(messaging, payments, replies));
            });
  }

  private void startCaller(Database database, RecordResults results) {
    ProviderConfig settings = config.provider();
    SandboxProvider provider = new SandboxProvider(vertx, settings);
    CallerTiming timing =
        new CallerTiming(
            settings.concurrencyMax(),
            config.poll(),
            config.lease(),
            new Backoff(settings.backoffFirst(), settings.backoffMax()));
    ProviderCaller started =
        new ProviderCaller(
            vertx,
            new PgProviderCalls(database),
            new ResolveCall(provider),
            results,
            timing,
            new ProviderMetrics(runtime.meters()));
    started.start();
    caller = started;
    stops.push(() -> started.stop(PATIENCE).onComplete(ignored -> provider.close()));
  }

  /** Commands may arrive a little before the caller is there; its first look finds theirs. */
  private void wakeCaller() {
    ProviderCaller present = caller;
    if (present != null) {
      present.wake();
    }
  }

  private Future<?> startBus(Database database) {
    Contract contract = Contract.load(SERVICE);
    PgCardTokens tokens = new PgCardTokens(database);
    new PurgeTokens(tokens, config.tokenAge()).every(vertx, PURGE_INTERVAL);
    GetPayment getPayment =
        new GetPayment(new PgPaymentViews(database), new BusClient(vertx), config.orderTimeout());
    return BusService.named(SERVICE, runtime.processId())
        .on("getPayment", getPayment)
        .on("keepToken", new KeepToken(tokens))
        .start(vertx, contract)
        .compose(bus -> announce(bus, contract));
  }

  private Future<?> announce(BusService bus, Contract contract) {
    stops.push(() -> bus.drain(PATIENCE));
    ServiceInstance instance =
        new ServiceInstance(
            SERVICE,
            runtime.processId(),
            new ClusterNodes(vertx).own(),
            runtime.version(),
            contract.document());
    stops.push(() -> runtime.directory().withdraw(instance));
    return runtime.directory().announce(instance);
  }

  @Override
  public Future<?> stop() {
    Future<Void> stopped = Future.succeededFuture();
    for (Supplier<Future<Void>> stop : stops) {
      stopped = stopped.eventually(stop::get);
    }
    return stopped;
  }
}
