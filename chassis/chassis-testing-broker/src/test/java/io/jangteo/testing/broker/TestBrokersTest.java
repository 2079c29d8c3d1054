package io.jangteo.testing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.testing.broker.TestBroker.Kind;
import org.junit.jupiter.api.Test;

class TestBrokersTest {
  @Test
  void oneVariableDecidesAndTheEmbeddedOneIsTheDefault() {
    assertThat(TestBrokers.kindOf(null)).isEqualTo(Kind.QPID);
    assertThat(TestBrokers.kindOf("embedded")).isEqualTo(Kind.QPID);
    assertThat(TestBrokers.kindOf("rabbitmq")).isEqualTo(Kind.RABBITMQ);
  }

  @Test
  void aWordItDoesNotKnowIsRefusedRatherThanTakenForTheDefault() {
    assertThatThrownBy(() -> TestBrokers.kindOf("rabbit"))
        .hasMessage("TEST_BROKER is 'rabbit' and may be: embedded, rabbitmq");
  }
}
