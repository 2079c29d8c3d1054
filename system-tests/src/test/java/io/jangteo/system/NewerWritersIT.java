package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.contracts.inventory.InventoryMessages;
import io.jangteo.contracts.payment.PaymentMessages;
import io.jangteo.contracts.shipping.ShippingMessages;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every message gets fields that its readers do not know, as if all who write were newer than all
 * who read: a trigger adds them where messages wait to be sent.
 */
class NewerWritersIT {
  private static final String SKU = "NEWER-1";
  private static final List<String> WRITERS = List.of("order", "payment", "inventory", "shipping");

  private static final String ADD =
      """
      CREATE FUNCTION add_later() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.payload := (NEW.payload::jsonb
          || '{"addedLater": {"deep": [{"er": 1}]}, "nothing": null, "text": "x"}')::text;
        RETURN NEW;
      END $$;
      CREATE TRIGGER add_later BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION add_later()
      """;
  private static final String REMOVE =
      "DROP TRIGGER IF EXISTS add_later ON outbox; DROP FUNCTION IF EXISTS add_later()";

  /** Others that use this market leave some of theirs. */
  private static final String PARKED =
      "SELECT type FROM parked_messages WHERE encode(payload, 'escape') LIKE '%addedLater%'";

  /**
   * Sent only after what nobody can bring about here. The order service has unit tests of what it
   * hears of them; the two commands are read by the code that reads the others.
   */
  private static final Set<MessageType<?>> RARE =
      Set.of(
          PaymentMessages.CAPTURE_REFUSED,
          InventoryMessages.COMMIT_REFUSED,
          ShippingMessages.CANCELLED,
          ShippingMessages.CANCEL,
          PaymentMessages.REFUND);

  private static RunningMarketplace market;

  @BeforeEach
  void start() throws Exception {
    market = RunningMarketplace.get();
    market.stock(SKU, 500, 10_000);
    execute(REMOVE);
    execute(ADD);
  }

  @AfterEach
  void stop() throws SQLException {
    execute(REMOVE);
  }

  private static void execute(String sql) throws SQLException {
    for (String writer : WRITERS) {
      try (Connection connection = ServiceDatabases.connect(market.state(), writer);
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void everyConsumerTakesMessagesWithFieldsItDoesNotKnow() throws Exception {
    // When
    assertEnds("COMPLETED", "tok_ok", 1, "GB");
    assertEnds("COMPENSATED", "tok_declined", 1, "GB");
    assertEnds("COMPENSATED", "tok_ok", 999_999, "GB");
    assertEnds("COMPENSATED", "tok_ok", 1, "AQ");

    // Then
    Set<String> seen = new TreeSet<>();
    for (String writer : WRITERS) {
      seen.addAll(
          texts(writer, "SELECT DISTINCT type FROM outbox WHERE payload LIKE '%addedLater%'"));
      assertThat(texts(writer, PARKED)).as(writer).isEmpty();
    }
    assertThat(seen).containsAll(subscribed());
  }

  private static Set<String> subscribed() {
    return Subscriptions.ALL.stream()
        .flatMap(subscription -> subscription.types().stream())
        .filter(type -> !RARE.contains(type))
        .filter(type -> WRITERS.contains(type.owner()))
        .map(MessageType::name)
        .collect(Collectors.toSet());
  }

  private static Set<String> texts(String service, String sql) throws SQLException {
    RunState state = market.state();
    Set<String> found = new TreeSet<>();
    try (Connection connection = ServiceDatabases.connect(state, service);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static void assertEnds(String status, String token, int quantity, String country)
      throws Exception {
    Map<String, Object> body = Orders.body(SKU, quantity);
    body.put("payment", Map.of("token", token));
    Map<String, String> address = new HashMap<>(Orders.LONDON);
    address.put("country", country);
    body.put("shippingAddress", address);
    Answer answer = Orders.place(market.gateway(), market.customer(), Ids.next().toString(), body);
    JsonNode order = answer.body();
    assertThat(order.path("status").asText()).as(answer.summary() + order).isEqualTo(status);
  }
}
