package io.jangteo.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContractTest {
  @Test
  void whatServicesOfferAlikeIsTakenInUnderTheServicesName() {
    Contract contract = Contract.load("guide");

    assertThat(contract.operationIds()).containsExactly("listGreetings", "listTours");
    assertThat(contract.document().at("/paths").has("/guide/greetings")).isTrue();
    assertThat(contract.document().at("/components/schemas").has("Greeting")).isTrue();
  }

  @Test
  void whatTheServiceSaysItselfStays() {
    assertThat(
            Contract.load("guide")
                .document()
                .at("/components/schemas/Problem/description")
                .asText())
        .isEqualTo("The guide's own.");
  }

  @Test
  void aPathThatIsThereAlreadyIsRefused() {
    assertThatThrownBy(() -> Contract.load("twice"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("/twice/greetings");
  }
}
