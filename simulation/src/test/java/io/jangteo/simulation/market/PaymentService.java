package io.jangteo.simulation.market;

import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.events.SimBackbone;
import io.jangteo.payment.application.CallState;
import io.jangteo.payment.application.CallerTiming;
import io.jangteo.payment.application.ObeyCommand;
import io.jangteo.payment.application.ProviderCaller;
import io.jangteo.payment.application.ProviderGate;
import io.jangteo.payment.application.ProviderMetrics;
import io.jangteo.payment.application.RecordResults;
import io.jangteo.payment.application.ResolveCall;
import io.jangteo.payment.domain.Backoff;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.payment.events.PaymentCommandHandler;
import io.jangteo.payment.events.ReplyMessages;
import io.jangteo.simulation.engine.Broker;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.jangteo.simulation.engine.SimTransactions;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** The payment service. */
final class PaymentService extends Service {
  private static final CallerTiming TIMING =
      new CallerTiming(
          16,
          Duration.ofMillis(500),
          Duration.ofSeconds(3),
          new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2)));

  private final PaymentTables tables;
  private final CardProvider provider;

  PaymentService(Sim sim, Broker broker, Mutation mutation, CardProvider provider) {
    super(sim, "payment", broker, mutation);
    this.tables = new PaymentTables(db());
    this.provider = provider;
  }

  PaymentTables tables() {
    return tables;
  }

  CardProvider provider() {
    return provider;
  }

  /** Whether no call is to be made any more. */
  boolean isIdle() {
    return tables.calls.rows().values().stream().noneMatch(c -> c.state() == CallState.PENDING);
  }

  /** In a transaction of its own, before the order is accepted. */
  void keep(UUID orderId, CardToken token) {
    tables.tokens.rows().put(orderId, token);
  }

  @Override
  void start(Node node, SimTransactions transactions, SimBackbone backbone) {
    SimPayments payments = new SimPayments(tables, mutation());
    ReplyMessages replies = new ReplyMessages();
    AtomicReference<ProviderCaller> caller = new AtomicReference<>();
    PaymentCommandHandler handler =
        new PaymentCommandHandler(
            payments,
            new ObeyCommand(payments, replies),
            () -> {
              if (caller.get() != null) {
                caller.get().wake();
              }
            });
    String consumer = Subscriptions.PAYMENT_COMMANDS.queue();
    backbone
        .messaging("payment")
        .publishes(PaymentMessages.EVENTS)
        .consume(
            Subscriptions.PAYMENT_COMMANDS, applied().around(consumer, handler, (tx, batch) -> {}))
        .start()
        .onSuccess(
            messaging -> {
              ProviderCaller started =
                  new ProviderCaller(
                      node.vertx(),
                      new SimProviderCalls(transactions, tables),
                      new ResolveCall(new SimProvider(provider, node)),
                      new RecordResults(messaging, payments, replies),
                      TIMING,
                      ProviderGate.OPEN,
                      new ProviderMetrics(new CompositeMeterRegistry()),
                      sim()::below);
              started.start();
              caller.set(started);
            });
  }
}
