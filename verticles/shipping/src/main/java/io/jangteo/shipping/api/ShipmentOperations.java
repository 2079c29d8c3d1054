package io.jangteo.shipping.api;

import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.bus.Principal;
import io.jangteo.runtime.crash.CrashPoint;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.shipping.application.MoveGoods;
import io.jangteo.shipping.application.MoveGoods.Report;
import io.jangteo.shipping.application.ShowShipment;
import io.jangteo.shipping.client.OrderAccessClient;
import io.jangteo.shipping.domain.Decision.Verdict;
import io.jangteo.shipping.domain.Trigger;
import io.vertx.core.Future;
import java.util.UUID;

/** The operations on {@code /shipments}. */
public final class ShipmentOperations {
  private static final String WHAT = "shipment";

  private final ShowShipment showShipment;
  private final MoveGoods moveGoods;
  private final OrderAccessClient orders;

  public ShipmentOperations(
      ShowShipment showShipment, MoveGoods moveGoods, OrderAccessClient orders) {
    this.showShipment = showShipment;
    this.moveGoods = moveGoods;
    this.orders = orders;
  }

  public void addTo(BusService.Builder service) {
    service
        .on("getShipment", this::getShipment)
        .on("handOverShipment", request -> report(request, Trigger.HAND_OVER))
        .on("deliverShipment", request -> report(request, Trigger.DELIVER));
  }

  private Future<BusReply> getShipment(BusRequest request) {
    Principal caller = request.principal();
    UUID orderId = request.pathId("orderId", WHAT);
    boolean staff = caller.hasRole("merchant") || caller.hasRole("operator");
    return showShipment
        .show(
            orderId, () -> staff ? Future.succeededFuture(true) : orders.mayRead(orderId, request))
        .map(
            shipment ->
                BusReply.ok(
                    ShipmentView.of(shipment.orElseThrow(() -> ServiceFailure.notFound(WHAT)))));
  }

  private Future<BusReply> report(BusRequest request, Trigger trigger) {
    if (!request.principal().hasRole("operator")) {
      throw ServiceFailure.of(FailureCode.FORBIDDEN, "Only operators report on goods");
    }
    CrashPoint.BEFORE_TRANSACTION.pass(trigger.name());
    return moveGoods
        .report(request.pathId("orderId", WHAT), trigger)
        .onSuccess(ignored -> CrashPoint.BEFORE_REPLY.pass(trigger.name()))
        .map(ShipmentOperations::reply);
  }

  private static BusReply reply(Report report) {
    ShipmentView view =
        ShipmentView.of(report.shipment().orElseThrow(() -> ServiceFailure.notFound(WHAT)));
    if (report.advance().decision().verdict() == Verdict.IMPOSSIBLE) {
      throw ServiceFailure.of(
          FailureCode.CONFLICT, "The shipment is " + view.status() + " and cannot go there");
    }
    return BusReply.ok(view);
  }
}
