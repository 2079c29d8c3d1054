package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.events.BrokerConfig.BrokerKind;
import io.jangteo.events.Topology.Binding;
import io.jangteo.events.Topology.Exchange;
import io.jangteo.events.Topology.Queue;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {
  @Test
  void aPublisherDeclaresTheQueuesOfItsListenersAndNoOthers() {
    Topology topology =
        Topology.ofPublisher(BrokerKind.QPID, List.of(Pings.PINGED, Pings.IGNORED), Pings.ALL);

    assertThat(topology.exchanges()).containsExactly(new Exchange("jangteo.alpha.events", "topic"));
    assertThat(topology.bindings())
        .hasSize(Partitions.COUNT)
        .contains(
            new Binding(
                "jangteo.beta.alpha-events.3", "jangteo.alpha.events", "alpha.pinged.v1.p3"));
  }

  @Test
  void aConsumerDeclaresItsQueuesAndTheExchangeTheyListenTo() {
    Topology topology = Topology.ofConsumer(BrokerKind.QPID, Pings.BETA_COMMANDS);

    assertThat(topology.exchanges())
        .containsExactly(new Exchange("jangteo.beta.commands", "topic"));
    assertThat(topology.bindings())
        .contains(new Binding("jangteo.beta.commands.0", "jangteo.beta.commands", "beta.do.v1.p0"));
  }

  @Test
  void argumentsOnlyOneBrokerKnowsAreSetOnlyThere() {
    assertThat(commandQueue(BrokerKind.QPID).arguments())
        .containsOnlyKeys("x-single-active-consumer");
    assertThat(commandQueue(BrokerKind.RABBITMQ).arguments())
        .containsEntry("x-queue-type", "quorum")
        .containsEntry("x-delivery-limit", 20)
        .containsEntry("x-dead-letter-strategy", "at-least-once")
        .containsEntry("x-overflow", "reject-publish");
  }

  @Test
  void nobodyIsExpectedToConsumeTheDeadLetters() {
    Topology topology = Topology.ofConsumer(BrokerKind.RABBITMQ, Pings.BETA_COMMANDS);

    assertThat(topology.queues()).hasSize(Partitions.COUNT + 1);
    assertThat(topology.partitions())
        .hasSize(Partitions.COUNT)
        .extracting(Queue::name)
        .doesNotContain(Topology.DEAD_LETTERS);
  }

  private static Queue commandQueue(BrokerKind kind) {
    return Topology.ofConsumer(kind, Pings.BETA_COMMANDS).queues().stream()
        .filter(queue -> queue.name().equals("jangteo.beta.commands.0"))
        .findFirst()
        .orElseThrow();
  }
}
