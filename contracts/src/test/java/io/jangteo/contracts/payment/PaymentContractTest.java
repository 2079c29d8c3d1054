package io.jangteo.contracts.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.contracts.ContractDocuments;
import io.jangteo.contracts.MessageSchemas;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Money;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentContractTest {
  private static final UUID ORDER = UUID.fromString("01944444-4444-7444-8444-444444444444");
  private static final Money AMOUNT = new Money(1255, "GBP");

  static Stream<Arguments> samples() {
    return Stream.of(
        Arguments.of(PaymentMessages.AUTHORIZE, new AuthorizePayment(ORDER, AMOUNT)),
        Arguments.of(PaymentMessages.VOID, new VoidPayment(ORDER)),
        Arguments.of(PaymentMessages.CAPTURE, new CapturePayment(ORDER, AMOUNT)),
        Arguments.of(PaymentMessages.REFUND, new RefundPayment(ORDER, AMOUNT)),
        Arguments.of(PaymentMessages.AUTHORIZED, new PaymentAuthorized(ORDER, AMOUNT)),
        Arguments.of(PaymentMessages.DECLINED, new PaymentDeclined(ORDER, "card_declined")),
        Arguments.of(PaymentMessages.VOIDED, new PaymentVoided(ORDER)),
        Arguments.of(PaymentMessages.CAPTURED, new PaymentCaptured(ORDER, AMOUNT)),
        Arguments.of(
            PaymentMessages.CAPTURE_REFUSED, new PaymentCaptureRefused(ORDER, "amount_not_held")),
        Arguments.of(PaymentMessages.REFUNDED, new PaymentRefunded(ORDER, new Money(0, "GBP"))));
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T> void recordAndSchemaAgree(MessageType<T> type, Object sample) {
    MessageSchemas.assertPinned(type, type.payload().cast(sample));
  }

  @Test
  void everyMessageHasASampleAndIsInTheDocument() {
    List<String> names =
        Stream.concat(PaymentMessages.COMMANDS.stream(), PaymentMessages.EVENTS.stream())
            .map(MessageType::name)
            .toList();

    assertThat(samples().map(sample -> ((MessageType<?>) sample.get()[0]).name()))
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(ContractDocuments.messageNames(ContractDocuments.read("payment", "asyncapi.yaml")))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void schemaRefusesANegativeAmount() {
    CapturePayment less = new CapturePayment(ORDER, new Money(-1, "GBP"));

    assertThatThrownBy(() -> MessageSchemas.assertPinned(PaymentMessages.CAPTURE, less))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("amountMinor");
  }

  @Test
  void documentsAreWhole() {
    JsonNode openapi = ContractDocuments.read("payment", "openapi.yaml");

    assertThat(ContractDocuments.incompleteOperations(openapi)).isEmpty();
    assertThat(ContractDocuments.danglingReferences(openapi)).isEmpty();
    assertThat(
            ContractDocuments.danglingReferences(
                ContractDocuments.read("payment", "asyncapi.yaml")))
        .isEmpty();
  }
}
