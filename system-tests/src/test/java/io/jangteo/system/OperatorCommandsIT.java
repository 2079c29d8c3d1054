package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.runtime.Ids;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The verbs for what needs a person, on a market that runs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorCommandsIT {
  private static CommandLine jangteo;

  @BeforeAll
  static void start() throws Exception {
    jangteo = RunningMarketplace.get().commandLine();
  }

  /** First, because a message that nobody sent is one the audit rightly complains of. */
  @Test
  @Order(1)
  void whatWasSaidIsSaidAgainAndTheAuditFindsNothing() throws Exception {
    assertThat(jangteo.run("demo", "--scenario", "OK").exit()).isZero();

    CommandLine.Result counted =
        jangteo.run("replay-messages", "order", "--from", "2026-01-01T00:00:00Z", "--dry-run");
    CommandLine.Result said =
        jangteo.run("replay-messages", "order", "--from", "2026-01-01T00:00:00Z");

    assertThat(counted.exit()).isZero();
    assertThat(counted.output()).contains("order.completed.v1").doesNotContain("published");
    assertThat(said.exit()).isZero();
    assertThat(said.output()).containsPattern("published again: [1-9]");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(jangteo.run("audit").exit()).isZero());
  }

  @Test
  @Order(2)
  void aMessageOfAnyServiceIsFoundTriedAndGivenUp() throws Exception {
    UUID id = publishNonsense();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> jangteo.run("parked").output().contains(id.toString()));

    CommandLine.Result shown = jangteo.run("parked", id.toString());
    CommandLine.Result rehearsed = jangteo.run("retry", id.toString(), "--dry-run");
    CommandLine.Result all = jangteo.run("retry", "--all", "--service", "shipping");
    CommandLine.Result skipped = jangteo.run("skip", id.toString(), "--reason", "nonsense");
    CommandLine.Result again = jangteo.run("skip", id.toString(), "--reason", "nonsense");

    assertThat(shown.output()).contains("UNDECODABLE", "jangteo.shipping.commands");
    assertThat(rehearsed.exit()).isEqualTo(1);
    assertThat(rehearsed.output()).contains("UNREADABLE");
    assertThat(all.exit()).isEqualTo(1);
    assertThat(skipped.exit()).isZero();
    assertThat(again.exit()).isEqualTo(1);
    assertThat(jangteo.run("parked").output()).doesNotContain(id.toString());
    assertThat(jangteo.run("parked", id.toString()).output()).contains("SKIPPED", "nonsense");
  }

  @Test
  @Order(3)
  void anOrderIsShownAndNotPushedWhereItMayNotGo() throws Exception {
    CommandLine.Result demo = jangteo.run("demo", "--scenario", "OK");
    String order =
        demo.output()
            .lines()
            .flatMap(line -> java.util.Arrays.stream(line.split("[^0-9a-f-]+")))
            .filter(word -> Ids.parse(word).isPresent())
            .findFirst()
            .orElseThrow();

    assertThat(jangteo.run("saga", order).output()).contains("COMPLETED");
    assertThat(jangteo.run("saga", order, "--compensate", "--reason", "late").exit()).isEqualTo(1);
    assertThat(jangteo.run("saga", order, "--resume").exit()).as("without reason").isEqualTo(2);
    assertThat(jangteo.run("retry").exit()).as("without id").isEqualTo(2);
  }

  /** In a queue of the service whose dealings no other test here looks at. */
  private static UUID publishNonsense() throws Exception {
    UUID id = Ids.next();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(jangteo.state().brokerUri());
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.basicPublish(
          "",
          "jangteo.shipping.commands.0",
          new BasicProperties.Builder().messageId(id.toString()).build(),
          new byte[] {'{', '}'});
    }
    return id;
  }
}
