package io.jangteo.contracts.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.contracts.ContractDocuments;
import io.jangteo.contracts.MessageSchemas;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.inventory.StockUnavailable.Shortage;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InventoryContractTest {
  private static final UUID ORDER = UUID.fromString("01933333-3333-7333-8333-333333333333");

  static Stream<Arguments> samples() {
    return Stream.of(
        Arguments.of(
            InventoryMessages.RESERVE,
            new ReserveStock(ORDER, List.of(new StockLine("BANK CHARGES", 2)))),
        Arguments.of(InventoryMessages.RELEASE, new ReleaseStock(ORDER)),
        Arguments.of(InventoryMessages.COMMIT, new CommitStock(ORDER)),
        Arguments.of(InventoryMessages.RESERVED, new StockReserved(ORDER)),
        Arguments.of(
            InventoryMessages.UNAVAILABLE,
            new StockUnavailable(ORDER, "out-of-stock", List.of(new Shortage("85123A", 3, 0)))),
        Arguments.of(InventoryMessages.RELEASED, new StockReleased(ORDER)),
        Arguments.of(InventoryMessages.COMMITTED, new StockCommitted(ORDER)),
        Arguments.of(InventoryMessages.COMMIT_REFUSED, new StockCommitRefused(ORDER, "expired")),
        Arguments.of(InventoryMessages.RECEIVED, new StockReceived("85123A", 6, "note 1", 6)),
        Arguments.of(InventoryMessages.CORRECTED, new StockCorrected("85123A", -2, "count 1", 4)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  <T> void recordAndSchemaAgree(MessageType<T> type, Object sample) {
    MessageSchemas.assertPinned(type, type.payload().cast(sample));
  }

  @Test
  void everyMessageHasASampleAndIsInTheDocument() {
    List<String> names =
        Stream.concat(InventoryMessages.COMMANDS.stream(), InventoryMessages.EVENTS.stream())
            .map(MessageType::name)
            .toList();

    assertThat(samples().map(sample -> ((MessageType<?>) sample.get()[0]).name()))
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(ContractDocuments.messageNames(ContractDocuments.read("inventory", "asyncapi.yaml")))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void schemaRefusesALineWithoutQuantity() {
    ReserveStock nothing = new ReserveStock(ORDER, List.of(new StockLine("85123A", 0)));

    assertThatThrownBy(() -> MessageSchemas.assertPinned(InventoryMessages.RESERVE, nothing))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("quantity");
  }

  @Test
  void documentsAreWhole() {
    JsonNode openapi = ContractDocuments.read("inventory", "openapi.yaml");
    JsonNode asyncapi = ContractDocuments.read("inventory", "asyncapi.yaml");

    assertThat(ContractDocuments.incompleteOperations(openapi)).isEmpty();
    assertThat(ContractDocuments.danglingReferences(openapi)).isEmpty();
    assertThat(ContractDocuments.danglingReferences(asyncapi)).isEmpty();
  }
}
