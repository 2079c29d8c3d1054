package io.jangteo.testing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.jangteo.runtime.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TestBrokerIT {
  private static final String QUEUE = "kept";

  @Test
  void keepsWhatWasConfirmedOverAKillAndAStop() throws Exception {
    TestBroker broker = TestBrokers.own();
    Secret uri = broker.uri();
    publish(uri, 3);

    broker.kill();
    assertThatThrownBy(() -> connect(uri)).isInstanceOf(IOException.class);
    broker.start();
    assertThat(depth(uri)).isEqualTo(3);
    broker.restart();

    assertThat(broker.uri().value()).isEqualTo(uri.value());
    assertThat(depth(uri)).isEqualTo(3);
    broker.stop();
  }

  @Test
  void keepsVirtualHostsApart() throws Exception {
    TestBroker broker = TestBrokers.shared();
    broker.createVirtualHost("one");
    broker.createVirtualHost("two");
    publish(broker.uri("one"), 1);

    try (Connection connection = connect(broker.uri("two"))) {
      Channel channel = connection.createChannel();
      assertThatThrownBy(() -> channel.queueDeclarePassive(QUEUE)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void leavesNoProcessBehindWhenItsJvmIsKilled() throws Exception {
    Process other =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Owner.class.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = other.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
    }
    Set<ProcessHandle> started = other.descendants().collect(Collectors.toSet());
    assertThat(started).isNotEmpty();

    other.destroyForcibly().waitFor();

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** A JVM that owns a broker. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws InterruptedException {
      TestBrokers.own();
      System.out.println("ready");
      Thread.currentThread().join();
    }
  }

  private static void publish(Secret uri, int count) throws Exception {
    try (Connection connection = connect(uri);
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(QUEUE, true, false, false, Map.of());
      channel.confirmSelect();
      for (int i = 0; i < count; i++) {
        channel.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, new byte[] {1});
      }
      assertThat(channel.waitForConfirms(10_000)).isTrue();
    }
  }

  private static long depth(Secret uri) throws Exception {
    try (Connection connection = connect(uri);
        Channel channel = connection.createChannel()) {
      return channel.messageCount(QUEUE);
    }
  }

  private static Connection connect(Secret uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri.value());
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }
}
