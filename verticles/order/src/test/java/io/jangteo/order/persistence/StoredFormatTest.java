package io.jangteo.order.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.shipping.Address;
import io.jangteo.order.domain.OrderEvent;
import io.jangteo.order.domain.OrderEvent.OrderPlaced;
import io.jangteo.order.domain.OrderEventType;
import io.jangteo.order.domain.OrderLine;
import io.jangteo.order.domain.Step;
import io.jangteo.order.domain.saga.Decision;
import io.jangteo.order.domain.saga.Jitter;
import io.jangteo.order.domain.saga.OrderSaga;
import io.jangteo.order.domain.saga.SagaMessage.CancellationRequested;
import io.jangteo.order.domain.saga.SagaMessage.StepDone;
import io.jangteo.order.domain.saga.SagaState;
import io.jangteo.order.domain.saga.SagaTimings;
import io.jangteo.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stored today must be readable for ever. */
class StoredFormatTest {
  private static final UUID ORDER = UUID.fromString("0191e5a0-0000-7000-8000-000000000001");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456Z");
  private static final OrderPlaced PLACED =
      new OrderPlaced(
          null,
          new UUID(0, 1),
          List.of(new OrderLine("POST", 1, new Money(100, "GBP"))),
          new Money(100, "GBP"),
          new Address("Ann", "1 High Street", null, "Leeds", "LS1 1AA", "GB"));

  @Test
  void aSagaIsReadAsItWasWritten() {
    OrderSaga saga = new OrderSaga(SagaTimings.DEFAULTS, Jitter.HASHED);
    Decision placed = saga.start(ORDER, PLACED, NOW);
    Decision authorized = saga.decide(placed.state(), new StepDone(Step.AUTHORIZE, null), NOW);
    Decision cancelled = saga.decide(authorized.state(), new CancellationRequested(), NOW);

    assertThat(List.of(placed.state(), authorized.state(), cancelled.state()))
        .allSatisfy(
            state ->
                assertThat(Json.decode(Json.encodeToString(state), SagaState.class))
                    .isEqualTo(state));
  }

  @Test
  void aSagaWrittenByTheFirstVersionIsReadable() {
    String stored =
        """
        {"orderId":"0191e5a0-0000-7000-8000-000000000001","definition":1,"phase":"COMPENSATING",
         "steps":{"AUTHORIZE":{"stage":"DONE","answered":true},
                  "RESERVE":{"stage":"UNDOING","answered":false}},
         "pending":{"step":"RESERVE","direction":"UNDO","sentAt":"2026-01-01T00:01:00Z",
                    "attempt":2,"wakeAt":"2026-01-01T00:01:07Z"},
         "startedAt":"2026-01-01T00:00:00Z","commands":3,"reason":"stock_timeout",
         "incident":false}
        """;

    SagaState state = Json.decode(stored, SagaState.class);

    assertThat(state.phase()).isEqualTo(SagaState.Phase.COMPENSATING);
    assertThat(state.wakeAt()).contains(Instant.parse("2026-01-01T00:01:07Z"));
    assertThat(Json.decode(Json.encodeToString(state), SagaState.class)).isEqualTo(state);
  }

  @Test
  void anOrderIsReadAsItWasPlaced() {
    String stored = Json.encodeToString(PLACED);

    assertThat(Json.decode(stored, OrderPlaced.class)).isEqualTo(PLACED);
    assertThat(stored).doesNotContain("type", "storedName");
  }

  @ParameterizedTest
  @EnumSource(OrderEventType.class)
  void everyEventIsFoundByItsStoredName(OrderEventType type) {
    assertThat(OrderEventType.named(type.storedName())).isEqualTo(type);
    assertThat(OrderEvent.class).isAssignableFrom(type.eventClass());
  }
}
