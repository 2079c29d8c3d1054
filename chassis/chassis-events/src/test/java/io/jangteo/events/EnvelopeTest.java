package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.jangteo.runtime.Ids;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final Set<String> TYPES = Set.of("alpha.pinged.v1");
  private static final byte[] BODY = "{\"text\":\"é\"}".getBytes(StandardCharsets.UTF_8);

  private final OutboxRow row =
      new OutboxRow(
          1,
          1,
          Ids.next(),
          "jangteo.alpha.events",
          "alpha.pinged.v1",
          "alpha",
          Ids.next(),
          7,
          Ids.next(),
          3,
          new String(BODY, StandardCharsets.UTF_8),
          OffsetDateTime.parse("2026-11-21T10:15:30+09:00"),
          0);

  @Test
  void whatIsReadIsWhatWasWritten() {
    Letter letter = decoded(it -> it);

    assertThat(letter).isInstanceOf(Letter.Readable.class);
    InboundMessage message = ((Letter.Readable) letter).message();
    assertThat(message.id()).isEqualTo(row.eventId());
    assertThat(message.type()).isEqualTo(row.type());
    assertThat(message.source()).isEqualTo("alpha");
    assertThat(message.aggregateType()).isEqualTo("alpha");
    assertThat(message.aggregateId()).isEqualTo(row.aggregateId());
    assertThat(message.aggregateVersion()).isEqualTo(7);
    assertThat(message.correlationId()).isEqualTo(row.correlationId());
    assertThat(message.payload().getBytes()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "specversion",
        "aggregatetype",
        "aggregateid",
        "aggregateversion",
        "correlationid"
      })
  void withoutARequiredHeaderItIsUnreadableUnderItsOwnId(String missing) {
    Letter letter = decoded(it -> without(it, "cloudEvents_" + missing));

    assertThat(letter).isInstanceOf(Letter.Unreadable.class);
    assertThat(((Letter.Unreadable) letter).id()).isEqualTo(row.eventId());
    assertThat(((Letter.Unreadable) letter).complaint()).contains(missing);
  }

  @Test
  void anUnknownTypeOrContentIsUnreadable() {
    assertThat(decoded(it -> it.builder().type("alpha.other.v1").build()))
        .isInstanceOf(Letter.Unreadable.class);
    assertThat(decoded(it -> it.builder().contentType("text/plain").build()))
        .isInstanceOf(Letter.Unreadable.class);
    assertThat(decoded(it -> with(it, "cloudEvents_aggregateversion", "seven")))
        .isInstanceOf(Letter.Unreadable.class);
    assertThat(decoded(it -> with(it, "cloudEvents_aggregateid", "nobody")))
        .isInstanceOf(Letter.Unreadable.class);
  }

  @Test
  void withoutAnIdItGetsTheSameOneAtEveryDelivery() {
    Letter first = decoded(it -> new BasicProperties());
    Letter second = decoded(it -> new BasicProperties());

    assertThat(first).isInstanceOf(Letter.Unreadable.class);
    UUID id = ((Letter.Unreadable) first).id();
    assertThat(((Letter.Unreadable) second).id()).isEqualTo(id);
  }

  private Letter decoded(UnaryOperator<BasicProperties> damage) {
    return Envelope.decode(
        new Delivery(1, damage.apply(Envelope.encode(row, "alpha")), BODY), TYPES);
  }

  private static BasicProperties without(BasicProperties properties, String header) {
    Map<String, Object> headers = new HashMap<>(properties.getHeaders());
    headers.remove(header);
    return properties.builder().headers(headers).build();
  }

  private static BasicProperties with(BasicProperties properties, String header, Object value) {
    Map<String, Object> headers = new HashMap<>(properties.getHeaders());
    headers.put(header, value);
    return properties.builder().headers(headers).build();
  }
}
