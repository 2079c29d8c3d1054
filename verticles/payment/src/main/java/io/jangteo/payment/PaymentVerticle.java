package io.jangteo.payment;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.ServiceRuntime;
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
import io.jangteo.payment.provider.ProviderBreaker;
import io.jangteo.payment.provider.ProviderConfig;
import io.jangteo.payment.provider.SandboxProvider;
import io.jangteo.persistence.Database;
import io.jangteo.service.ServiceLifecycle;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The payment service. */
public final class PaymentVerticle extends VerticleBase {
  private static final String SERVICE = "payment";
  private static final Duration PURGE_INTERVAL = Duration.ofMinutes(10);

  private final PaymentConfig config;
  private final BrokerConfig broker;
  private final ServiceRuntime runtime;

  private ServiceLifecycle lifecycle;
  private ProviderCaller caller;

  public PaymentVerticle(PaymentConfig config, BrokerConfig broker, ServiceRuntime runtime) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
  }

  @Override
  public Future<?> start() {
    lifecycle = new ServiceLifecycle(vertx, SERVICE, runtime);
    return lifecycle.openDatabase(config.db()).compose(this::startAll).recover(lifecycle::abandon);
  }

  private Future<Void> startAll(Database database) {
    return startMessaging(database).compose(ignored -> serve(database));
  }

  private Future<Messaging> startMessaging(Database database) {
    PgPayments payments = new PgPayments();
    ReplyMessages replies = new ReplyMessages();
    ObeyCommand obey = new ObeyCommand(payments, replies);
    return lifecycle
        .startMessaging(
            lifecycle
                .messaging(database, broker)
                .publishes(PaymentMessages.EVENTS)
                .subscriptions(Subscriptions.ALL)
                .consume(
                    Subscriptions.PAYMENT_COMMANDS,
                    new PaymentCommandHandler(payments, obey, this::wakeCaller)))
        .onSuccess(
            messaging -> startCaller(database, new RecordResults(messaging, payments, replies)));
  }

  private void startCaller(Database database, RecordResults results) {
    ProviderConfig settings = config.provider();
    SandboxProvider provider = new SandboxProvider(vertx, settings);
    ProviderBreaker breaker = new ProviderBreaker(vertx, settings);
    ProviderCaller started =
        new ProviderCaller(
            vertx,
            new PgProviderCalls(database),
            new ResolveCall(provider),
            results,
            timing(settings),
            breaker,
            metrics(breaker),
            bound -> ThreadLocalRandom.current().nextLong(bound));
    started.start();
    caller = started;
    lifecycle.onStop(
        () -> started.stop(ServiceLifecycle.PATIENCE).onComplete(ignored -> provider.close()));
  }

  private CallerTiming timing(ProviderConfig settings) {
    return new CallerTiming(
        settings.concurrencyMax(),
        config.poll(),
        config.lease(),
        new Backoff(settings.backoffFirst(), settings.backoffMax()));
  }

  private ProviderMetrics metrics(ProviderBreaker breaker) {
    ProviderMetrics metrics = new ProviderMetrics(runtime.meters());
    metrics.watch(breaker::isOpen);
    return metrics;
  }

  /** Commands may arrive a little before the caller is there; its first look finds theirs. */
  private void wakeCaller() {
    ProviderCaller present = caller;
    if (present != null) {
      present.wake();
    }
  }

  private Future<Void> serve(Database database) {
    PgCardTokens tokens = new PgCardTokens(database);
    new PurgeTokens(tokens, config.tokenAge()).every(vertx, PURGE_INTERVAL);
    GetPayment getPayment =
        new GetPayment(
            new PgPaymentViews(database),
            new BusClient(vertx, runtime.directory()),
            config.orderTimeout());
    return lifecycle.serve(
        lifecycle.operations().on("getPayment", getPayment).on("keepToken", new KeepToken(tokens)));
  }

  @Override
  public Future<?> stop() {
    return lifecycle.stop();
  }
}
