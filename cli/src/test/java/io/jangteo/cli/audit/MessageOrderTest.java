package io.jangteo.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageOrderTest {
  private static final List<String> SENT = List.of("a 1", "a 2", "a 3", "b 4", "b 5");

  @Test
  void messagesInOrderOrInOneTransactionAreFine() {
    assertThat(
            MessageOrder.early(SENT, Map.of("1", "07", "2", "07", "3", "09", "4", "01", "5", "02")))
        .isEmpty();
  }

  @Test
  void oneThatCameBeforeAnyEarlierOneIsFound() {
    assertThat(
            MessageOrder.early(SENT, Map.of("1", "08", "2", "09", "3", "08", "4", "01", "5", "02")))
        .containsExactly("3 of a came before an earlier one");
  }

  @Test
  void oneThatWasNotHandledSaysNothing() {
    assertThat(MessageOrder.early(SENT, Map.of("1", "08", "3", "09", "5", "01"))).isEmpty();
  }
}
