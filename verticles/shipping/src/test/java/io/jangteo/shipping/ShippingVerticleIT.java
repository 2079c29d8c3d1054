package io.jangteo.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.Principal;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service: bus in front, broker behind, and an order service played by the test. */
class ShippingVerticleIT {
  private static final Principal OPERATOR = new Principal(Ids.next(), Set.of("operator"));
  private static final Principal MERCHANT = new Principal(Ids.next(), Set.of("merchant"));
  private static final Principal CUSTOMER = new Principal(Ids.next(), Set.of("customer"));

  private static OrderSide order;

  private final UUID orderId = Ids.next();

  @BeforeAll
  static void deploy() {
    order = new OrderSide();
  }

  @AfterAll
  static void close() {
    order.close();
  }

  @Test
  void aShipmentIsPlannedReadyHandedOverAndDelivered() throws IOException {
    order.schedule(orderId, "GB");
    awaitAnswers("shipment.scheduled.v1");
    order.complete(orderId);
    await().untilAsserted(() -> assertThat(status(orderId)).isEqualTo("READY"));

    assertThat(order.call("handOverShipment", OPERATOR, orderId).status()).isEqualTo(200);
    BusReply delivered = order.call("deliverShipment", OPERATOR, orderId);

    assertThat(delivered.status()).isEqualTo(200);
    JsonNode shipment = Json.LENIENT.readTree(delivered.body().getBytes());
    assertThat(shipment.path("events").findValuesAsText("status"))
        .containsExactly("SCHEDULED", "READY", "HANDED_OVER", "DELIVERED");
    assertThat(shipment.path("events").findValuesAsText("at").stream().map(OffsetDateTime::parse))
        .isSorted();
    assertThat(shipment.path("address").path("line1").asText()).isEqualTo("1 Street");
    assertThat(shipment.path("trackingCode").asText()).matches("JT[0-9A-Z]{26}");
  }

  @Test
  void reportsAreAcceptedAgainAndSaidOnce() {
    order.schedule(orderId, "GB");
    awaitAnswers("shipment.scheduled.v1");
    order.complete(orderId);
    await().untilAsserted(() -> assertThat(status(orderId)).isEqualTo("READY"));

    BusReply first = order.call("handOverShipment", OPERATOR, orderId);
    BusReply again = order.call("handOverShipment", OPERATOR, orderId);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(order.said(orderId))
        .containsExactly("shipment.scheduled.v1", "shipment.handed-over.v1");
  }

  @Test
  void goodsDoNotLeaveBeforeTheOrderHasCompleted() {
    order.schedule(orderId, "GB");
    awaitAnswers("shipment.scheduled.v1");

    BusReply reply = order.call("handOverShipment", OPERATOR, orderId);

    assertThat(reply.status()).isEqualTo(409);
    assertThat(status(orderId)).isEqualTo("SCHEDULED");
  }

  @Test
  void anAddressWeDoNotServeIsRefused() {
    order.schedule(orderId, "AQ");

    awaitAnswers("shipment.refused.v1");
    assertThat(order.payload(orderId, 0)).contains("\"reason\":\"address-not-served\"");
    assertThat(status(orderId)).isEqualTo("REFUSED");
  }

  @Test
  void cancelBeforeScheduleLeavesATombstone() {
    order.cancel(orderId);
    awaitAnswers("shipment.cancelled.v1");

    order.schedule(orderId, "GB");

    awaitAnswers("shipment.cancelled.v1", "shipment.refused.v1");
    assertThat(order.payload(orderId, 1)).contains("\"reason\":\"cancelled\"");
  }

  @Test
  void aPlannedShipmentCanBeCancelled() {
    order.schedule(orderId, "GB");
    awaitAnswers("shipment.scheduled.v1");

    order.cancel(orderId);

    awaitAnswers("shipment.scheduled.v1", "shipment.cancelled.v1");
    assertThat(status(orderId)).isEqualTo("CANCELLED");
  }

  @Test
  void aRepeatedCommandIsAnsweredAgainWithTheSameMessage() {
    order.schedule(orderId, "GB");
    awaitAnswers("shipment.scheduled.v1");

    order.scheduleAgain(orderId);

    awaitAnswers("shipment.scheduled.v1", "shipment.scheduled.v1");
    assertThat(order.answerIds(orderId)).hasSize(1);
  }

  @Test
  void aShipmentOnItsWayIsNotCancelled() {
    order.schedule(orderId, "GB");
    awaitAnswers("shipment.scheduled.v1");
    order.complete(orderId);
    await().untilAsserted(() -> assertThat(status(orderId)).isEqualTo("READY"));

    order.cancel(orderId);
    await().until(() -> order.hasProcessedCancellation(orderId));

    assertThat(status(orderId)).isEqualTo("READY");
    assertThat(order.said(orderId)).containsExactly("shipment.scheduled.v1");
  }

  @Test
  void customersSeeOnlyTheShipmentsOfTheirOwnOrders() {
    order.schedule(orderId, "GB");
    awaitAnswers("shipment.scheduled.v1");

    BusReply foreign = order.call("getShipment", CUSTOMER, orderId);
    BusReply missing = order.call("getShipment", CUSTOMER, Ids.next());
    order.grant(CUSTOMER, orderId);

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(foreign.body()).isEqualTo(missing.body());
    assertThat(order.call("getShipment", CUSTOMER, orderId).status()).isEqualTo(200);
    assertThat(order.call("getShipment", null, orderId).status()).isEqualTo(401);
  }

  @Test
  void onlyOperatorsReportOnGoods() {
    assertThat(order.call("handOverShipment", MERCHANT, orderId).status()).isEqualTo(403);
    assertThat(order.call("deliverShipment", CUSTOMER, orderId).status()).isEqualTo(403);
    assertThat(order.call("deliverShipment", null, orderId).status()).isEqualTo(401);
    assertThat(order.call("deliverShipment", OPERATOR, orderId).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "01933333-3333-7333-8333-33333333333G", "../../etc/passwd"})
  void anIdOfAnotherFormIsNotFound(String id) {
    assertThat(order.call("getShipment", OPERATOR, id).status()).isEqualTo(404);
    assertThat(order.call("handOverShipment", OPERATOR, id).status()).isEqualTo(404);
  }

  private void awaitAnswers(String... types) {
    await().untilAsserted(() -> assertThat(order.answers(orderId)).containsExactly(types));
  }

  private static String status(UUID orderId) {
    BusReply reply = order.call("getShipment", MERCHANT, orderId);
    assertThat(reply.headers().get(BusHeaders.CONTENT_TYPE)).isEqualTo("application/json");
    return Json.decode(reply.body().toString(), JsonNode.class).path("status").asText();
  }
}
