package io.jangteo.simulation.market;

import io.jangteo.contracts.Money;
import io.jangteo.payment.application.PaymentProvider;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.payment.domain.ProviderResult;
import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One process's way to the card provider. */
final class SimProvider implements PaymentProvider {
  private static final long PATIENCE = 1_000_000;

  private final CardProvider provider;
  private final Node node;

  SimProvider(CardProvider provider, Node node) {
    this.provider = provider;
    this.node = node;
  }

  @Override
  public Future<ProviderResult> authorize(String key, Money amount, CardToken token) {
    return ask(() -> provider.authorize(key, amount, token));
  }

  @Override
  public Future<ProviderResult> voidHold(String key, String authorizationRef) {
    return ask(() -> provider.voidHold(key, authorizationRef));
  }

  @Override
  public Future<ProviderResult> capture(String key, String authorizationRef, Money amount) {
    return ask(() -> provider.capture(key, authorizationRef, amount));
  }

  @Override
  public Future<ProviderResult> refund(String key, String captureRef, Money amount) {
    return ask(() -> provider.refund(key, captureRef, amount));
  }

  @Override
  public Future<Optional<ProviderResult>> find(String key) {
    return ask(() -> provider.find(key));
  }

  @Override
  public Future<ProviderResult> block(String key) {
    return ask(() -> provider.block(key));
  }

  private <T> Future<T> ask(Supplier<T> operation) {
    Sim sim = node.sim();
    Promise<T> answer = node.promise();
    if (sim.faults().strikes(Fault.PROVIDER_UNREACHABLE)) {
      giveUp(answer);
    } else if (sim.faults().strikes(Fault.PROVIDER_LATE)) {
      sim.after(sim.between(PATIENCE, 5 * PATIENCE), () -> late(operation));
      giveUp(answer);
    } else {
      sim.after(sim.between(1_000, 20_000), () -> perform(operation, answer));
    }
    return answer.future();
  }

  /** Nobody waits for it any more. */
  private void late(Supplier<?> operation) {
    node.note("late at provider", String.valueOf(operation.get()));
  }

  private <T> void perform(Supplier<T> operation, Promise<T> answer) {
    Sim sim = node.sim();
    T result = operation.get();
    if (sim.faults().strikes(Fault.PROVIDER_REPLY_LOST)) {
      giveUp(answer);
    } else if (node.passes(CrashPoint.M9_CHARGED_NOT_RECORDED)) {
      node.after(sim.between(1_000, 20_000), () -> answer.tryComplete(result));
    }
  }

  private void giveUp(Promise<?> answer) {
    node.after(PATIENCE, () -> answer.tryFail(new TimeoutException("the provider is silent")));
  }
}
