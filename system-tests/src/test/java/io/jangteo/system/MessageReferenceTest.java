package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.catalog.CatalogMessages;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.member.MemberMessages;
import io.jangteo.contracts.order.OrderMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/events.md} says what goes over the broker, so that no name changes unnoticed. */
class MessageReferenceTest {
  private static final GeneratedPage PAGE = new GeneratedPage("docs/events.md");

  private static final List<MessageType<?>> ALL =
      Stream.of(
              MemberMessages.EVENTS,
              CatalogMessages.EVENTS,
              OrderMessages.EVENTS,
              PaymentMessages.COMMANDS,
              PaymentMessages.EVENTS,
              InventoryMessages.COMMANDS,
              InventoryMessages.EVENTS,
              ShippingMessages.COMMANDS,
              ShippingMessages.EVENTS)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableList());

  @Test
  void everyMessageIsOnThePage() throws IOException {
    // Given
    Map<String, List<MessageType<?>>> byExchange =
        ALL.stream()
            .collect(
                Collectors.groupingBy(
                    MessageType::exchange, LinkedHashMap::new, Collectors.toList()));

    // When
    String exchanges =
        byExchange.entrySet().stream()
            .map(entry -> exchange(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("\n"));

    // Then
    PAGE.holds(exchanges + "\n" + PayloadNotation.sharedTypes(ALL) + "\n" + queues());
  }

  @Test
  void noTypeIsLeftOutHere() throws IOException {
    // Given
    long declared =
        ProjectFiles.javaSources("main").stream()
            .filter(source -> source.toString().endsWith("Messages.java"))
            .filter(source -> source.toString().contains("contracts"))
            .mapToLong(MessageReferenceTest::declarations)
            .sum();

    // Then
    assertThat(ALL).hasSize((int) declared).doesNotHaveDuplicates();
  }

  private static long declarations(java.nio.file.Path source) {
    try {
      return java.nio.file.Files.readString(source)
          .lines()
          .filter(line -> line.contains("MessageType.event(") || line.contains(".command("))
          .count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String exchange(String name, List<MessageType<?>> types) {
    MessageType<?> first = types.get(0);
    String kind = first.kind() == MessageType.Kind.EVENT ? "event" : "command";
    return "## `"
        + name
        + "`\n\n"
        + (kind.equals("event") ? "Published by `" : "Obeyed by `")
        + first.owner()
        + "`.\n\n| Type | Kind | Payload | Heard by |\n|---|---|---|---|\n"
        + types.stream()
            .map(
                type ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            type.name(),
                            kind,
                            PayloadNotation.fields(type.payload()),
                            listeners(type)))
            .collect(Collectors.joining());
  }

  private static String listeners(MessageType<?> type) {
    String names =
        Subscriptions.ALL.stream()
            .filter(subscription -> subscription.types().contains(type))
            .map(subscription -> "`" + subscription.consumer() + "`")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "nobody yet" : names;
  }

  private static String queues() {
    return "## Queues\n\n| Queues | Consumer | Bound to | For |\n|---|---|---|---|\n"
        + Subscriptions.ALL.stream()
            .map(MessageReferenceTest::queueRow)
            .collect(Collectors.joining());
  }

  private static String queueRow(Subscription subscription) {
    return "| `%s.<partition>` | `%s` | `%s` | %s |\n"
        .formatted(
            subscription.queue(),
            subscription.consumer(),
            subscription.exchange(),
            subscription.types().stream()
                .map(type -> "`" + type.name() + "`")
                .collect(Collectors.joining(", ")));
  }
}
