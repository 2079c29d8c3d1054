package io.jangteo.order.api;

import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.order.application.InterveneInSaga;
import io.jangteo.order.application.SagaDesk;
import io.jangteo.order.application.SagaDesk.Trouble;
import io.jangteo.order.application.SagaDesk.Wish;
import io.jangteo.order.application.SagaView;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.SagaMessage.CompensationOrdered;
import io.jangteo.order.domain.saga.SagaMessage.Intervention;
import io.jangteo.order.domain.saga.SagaMessage.ResumeOrdered;
import io.jangteo.order.domain.saga.SagaMessage.SkipOrdered;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.service.OperatorAudit;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What operators see of sagas and do to them. */
public final class SagaOperations {
  private static final int LIMIT_MAX = 500;
  private static final int LIMIT_USUAL = 50;

  private final SagaDesk desk;
  private final InterveneInSaga intervening;
  private final OperatorAudit audit = new OperatorAudit("order");

  public SagaOperations(SagaDesk desk, InterveneInSaga intervening) {
    this.desk = desk;
    this.intervening = intervening;
  }

  public void addTo(BusService.Builder service) {
    service
        .on("listTroubledSagas", this::list)
        .on("getSaga", this::get)
        .on("resumeSaga", this::resume)
        .on("skipSagaStep", this::skip)
        .on("forceCompensation", this::compensate);
  }

  /** A page of a list; {@code next} is the value of {@code after} for the next one. */
  private record SagaPage(List<SagaView> items, UUID next) {}

  private Future<BusReply> list(BusRequest request) {
    OperatorAudit.operator(request);
    int limit = request.query("limit", LIMIT_USUAL, 1, LIMIT_MAX);
    UUID after = request.query("after").map(SagaOperations::cursor).orElse(null);
    return desk.list(trouble(request), after, limit)
        .map(
            items ->
                BusReply.ok(
                    new SagaPage(
                        items,
                        items.size() < limit ? null : items.get(items.size() - 1).orderId())));
  }

  private static Trouble trouble(BusRequest request) {
    String text = request.query("trouble").orElse("parked");
    for (Trouble trouble : Trouble.values()) {
      if (trouble.name().toLowerCase(Locale.ROOT).equals(text)) {
        return trouble;
      }
    }
    throw badQuery("trouble", "must be parked or stuck");
  }

  private static UUID cursor(String text) {
    return Ids.parse(text).orElseThrow(() -> badQuery("after", "must be the id of an order"));
  }

  private static ServiceFailure badQuery(String name, String detail) {
    return ServiceFailure.ofField(FailureCode.INVALID_REQUEST, "query." + name, detail);
  }

  private Future<BusReply> get(BusRequest request) {
    OperatorAudit.operator(request);
    return shown(orderId(request));
  }

  private Future<BusReply> shown(UUID orderId) {
    return desk.find(orderId)
        .map(found -> found.orElseThrow(() -> ServiceFailure.notFound("order")))
        .map(BusReply::ok);
  }

  private Future<BusReply> resume(BusRequest request) {
    UUID operator = OperatorAudit.operator(request).sub();
    SagaWish wish = request.body(SagaWish.class);
    return carryOut(
        request, new ResumeOrdered(), new Wish("RESUME", null, operator, wish.reason()));
  }

  private Future<BusReply> skip(BusRequest request) {
    UUID operator = OperatorAudit.operator(request).sub();
    SkipWish wish = request.body(SkipWish.class);
    return carryOut(
        request,
        new SkipOrdered(Step.valueOf(wish.step())),
        new Wish("SKIP", wish.step(), operator, wish.reason()));
  }

  private Future<BusReply> compensate(BusRequest request) {
    UUID operator = OperatorAudit.operator(request).sub();
    SagaWish wish = request.body(SagaWish.class);
    return carryOut(
        request, new CompensationOrdered(), new Wish("COMPENSATE", null, operator, wish.reason()));
  }

  private Future<BusReply> carryOut(BusRequest request, Intervention intervention, Wish wish) {
    UUID orderId = orderId(request);
    return audit.note(
        request,
        orderId.toString(),
        intervening
            .intervene(orderId, intervention, wish)
            .compose(
                refusal ->
                    refusal.isPresent()
                        ? Future.failedFuture(
                            ServiceFailure.of(FailureCode.CONFLICT, capital(refusal.get())))
                        : shown(orderId)));
  }

  private static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  private static UUID orderId(BusRequest request) {
    return request.pathId("orderId", "order");
  }
}
