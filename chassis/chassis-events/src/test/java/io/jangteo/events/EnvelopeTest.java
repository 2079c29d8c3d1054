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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
  private static final Set<String> TYPES = Set.of("alpha.pinged.v1");
  private static final UUID ID = Ids.next();
  private static final UUID AGGREGATE = Ids.next();
  private static final OutboxRow ROW =
      new OutboxRow(
          1,
          1,
          ID,
          "jangteo.alpha.events",
          "alpha.pinged.v1",
          "alpha",
          AGGREGATE,
          7,
          AGGREGATE,
          3,
          "{\"text\":\"hello\"}",
          OffsetDateTime.parse("2026-01-02T03:04:05+02:00"),
          0);

  @Test
  void whatIsEncodedIsReadTheSame() {
    Letter letter = Envelope.decode(delivery(Envelope.encode(ROW, "alpha")), TYPES);

    assertThat(letter).isInstanceOf(Letter.Readable.class);
    InboundMessage message = ((Letter.Readable) letter).message();
    assertThat(message.id()).isEqualTo(ID);
    assertThat(message.source()).isEqualTo("alpha");
    assertThat(message.aggregateId()).isEqualTo(AGGREGATE);
    assertThat(message.aggregateVersion()).isEqualTo(7);
    assertThat(message.as(Pings.PINGED)).isEqualTo(new Pings.Ping("hello"));
  }

  @Test
  void aMessageIsACloudEventInBinaryMode() {
    BasicProperties properties = Envelope.encode(ROW, "alpha");

    assertThat(properties.getHeaders())
        .containsEntry("cloudEvents_specversion", "1.0")
        .containsEntry("cloudEvents_id", ID.toString())
        .containsEntry("cloudEvents_source", "/alpha")
        .containsEntry("cloudEvents_type", "alpha.pinged.v1")
        .containsEntry("cloudEvents_time", "2026-01-02T01:04:05Z");
    assertThat(properties.getContentType()).isEqualTo("application/json");
    assertThat(properties.getDeliveryMode()).isEqualTo(2);
    assertThat(properties.getMessageId()).isEqualTo(ID.toString());
  }

  @Test
  void headersAndAttributesOfANewerPublisherAreIgnored() {
    BasicProperties known = Envelope.encode(ROW, "alpha");
    Map<String, Object> headers = new HashMap<>(known.getHeaders());
    headers.put("cloudEvents_addedlater", "x");
    headers.put("cloudEvents_traceparent", "00-1-2-01");
    headers.put("x-unheard-of", Map.of("deep", 1));

    BasicProperties more =
        known.builder().headers(headers).replyTo("x").priority(3).expiration("60000").build();

    assertThat(Envelope.decode(delivery(more), TYPES))
        .isEqualTo(Envelope.decode(delivery(known), TYPES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cloudEvents_specversion",
        "cloudEvents_aggregatetype",
        "cloudEvents_aggregateid",
        "cloudEvents_aggregateversion",
        "cloudEvents_correlationid"
      })
  void withoutOneOfItsHeadersItIsUnreadableButKeepsItsId(String header) {
    BasicProperties whole = Envelope.encode(ROW, "alpha");
    Map<String, Object> headers = new HashMap<>(whole.getHeaders());
    headers.remove(header);

    Letter letter = Envelope.decode(delivery(whole.builder().headers(headers).build()), TYPES);

    assertThat(letter)
        .isInstanceOfSatisfying(
            Letter.Unreadable.class, unreadable -> assertThat(unreadable.id()).isEqualTo(ID));
  }

  @Test
  void aTypeTheConsumerDoesNotKnowIsUnreadable() {
    BasicProperties other = Envelope.encode(ROW, "alpha").builder().type("alpha.pinged.v2").build();

    assertThat(Envelope.decode(delivery(other), TYPES)).isInstanceOf(Letter.Unreadable.class);
  }

  @Test
  void whatHasNoIdGetsTheSameOneEachTimeItIsDelivered() {
    Letter first = Envelope.decode(delivery(new BasicProperties()), TYPES);
    Letter again = Envelope.decode(delivery(new BasicProperties()), TYPES);

    assertThat(((Letter.Unreadable) first).id()).isEqualTo(((Letter.Unreadable) again).id());
  }

  private static Delivery delivery(BasicProperties properties) {
    return new Delivery(1, properties, ROW.payload().getBytes(StandardCharsets.UTF_8));
  }
}
