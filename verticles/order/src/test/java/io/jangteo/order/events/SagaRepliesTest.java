package io.jangteo.order.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.events.InboundMessage;
import io.jangteo.events.UndecodableMessageException;
import io.jangteo.order.application.SagaAnswer;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.SagaMessage;
import io.jangteo.order.domain.saga.SagaMessage.StepDone;
import io.jangteo.order.domain.saga.SagaMessage.StepRefused;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SagaRepliesTest {
  private static final UUID ORDER = UUID.fromString("0191e5a0-0000-7000-8000-000000000001");

  private static InboundMessage message(String type, String payload) {
    return new InboundMessage(
        new UUID(0, 1), type, "payment", "payment", ORDER, 1, ORDER, Buffer.buffer(payload));
  }

  private static SagaMessage meaning(InboundMessage message) {
    return SagaReplies.read(SagaReplies.addressed(message));
  }

  static Stream<String> everyTypeWeSubscribeTo() {
    return Stream.of(
            Subscriptions.ORDER_FROM_PAYMENT,
            Subscriptions.ORDER_FROM_INVENTORY,
            Subscriptions.ORDER_FROM_SHIPPING)
        .flatMap(subscription -> subscription.types().stream())
        .map(MessageType::name);
  }

  @ParameterizedTest
  @MethodSource("everyTypeWeSubscribeTo")
  void everyTypeWeSubscribeToMeansSomething(String type) {
    SagaAnswer answer =
        SagaReplies.addressed(message(type, "{\"orderId\":\"" + ORDER + "\",\"new\":1}"));

    assertThat(answer.orderId()).isEqualTo(ORDER);
    assertThat(SagaReplies.read(answer)).isNotNull();
  }

  @Test
  void aTrackingCodeIsKeptAndALongReasonShortened() {
    String scheduled = "{\"orderId\":\"" + ORDER + "\",\"trackingCode\":\"JT1\"}";
    assertThat(meaning(message("shipment.scheduled.v1", scheduled)))
        .isEqualTo(new StepDone(Step.SCHEDULE, "JT1"));

    String declined = "{\"orderId\":\"" + ORDER + "\",\"reason\":\"" + "x".repeat(500) + "\"}";
    assertThat(meaning(message("payment.declined.v1", declined)))
        .isEqualTo(new StepRefused(Step.AUTHORIZE, "x".repeat(200)));
  }

  @Test
  void whatCannotBeReadIsUndecodable() {
    assertThatThrownBy(() -> SagaReplies.addressed(message("payment.voided.v1", "[")))
        .isInstanceOf(UndecodableMessageException.class);
    assertThatThrownBy(() -> SagaReplies.addressed(message("payment.voided.v1", "{}")))
        .isInstanceOf(UndecodableMessageException.class);
    assertThatThrownBy(() -> SagaReplies.addressed(message("payment.unheard-of.v1", "{}")))
        .isInstanceOf(UndecodableMessageException.class);
  }
}
