package io.jangteo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.events.BrokerConfig;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.broker.TestBroker;
import io.jangteo.testing.broker.TestBrokers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestServersIT {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    Await.success(vertx.close());
  }

  @Test
  void givesEachCallerADatabaseOfItsOwn() {
    DatabaseConfig first = TestServers.database("order");
    DatabaseConfig second = TestServers.database("order");

    assertThat(first.name()).isNotEqualTo(second.name());
    Database database = Await.success(Database.open(vertx, first));
    Await.success(database.pool().query("CREATE TABLE things (id int)").execute());
    Await.success(database.close());
  }

  @Test
  void givesEachCallerABrokerWithoutTheQueuesOfOthers() throws Exception {
    try (Connection mine = connect(TestServers.freshBroker());
        Connection other = connect(TestServers.freshBroker())) {
      mine.createChannel().queueDeclare("mine", true, false, false, Map.of());

      assertThat(mine.createChannel().messageCount("mine")).isZero();
      Channel channel = other.createChannel();
      assertThatThrownBy(() -> channel.queueDeclarePassive("mine")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void letsATestStopAndStartItsOwnBroker() throws Exception {
    TestBroker broker = TestBrokers.own();
    BrokerConfig config = TestServers.brokerConfig(broker);

    broker.stop();
    assertThatThrownBy(() -> connect(config)).isInstanceOf(IOException.class);
    broker.start();

    try (Connection connection = connect(config)) {
      assertThat(connection.isOpen()).isTrue();
    }
    broker.stop();
  }

  @Test
  void givesEachServiceARuntimeWithADirectory() {
    ServiceRuntime runtime = TestRuntime.create(vertx);

    assertThat(runtime.instanceId()).isNotEqualTo(TestRuntime.create(vertx).instanceId());
    assertThat(runtime.health().isReady()).isTrue();
    assertThat(runtime.directory().instances())
        .as("only who signs for callers")
        .allMatch(instance -> instance.service().equals("test-gateway"));
  }

  @Test
  void waitingForAFutureTellsWhatHappened() {
    IllegalStateException cause = new IllegalStateException("broken");

    assertThat(Await.success(Future.succeededFuture(1))).isEqualTo(1);
    assertThat(Await.failure(Future.failedFuture(cause))).isSameAs(cause);
    assertThatThrownBy(() -> Await.success(Future.failedFuture(cause)))
        .isInstanceOf(AssertionError.class)
        .hasCause(cause);
    assertThatThrownBy(() -> Await.failure(Future.succeededFuture(1)))
        .isInstanceOf(AssertionError.class);
  }

  private static Connection connect(BrokerConfig config) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(config.uri().value());
    return factory.newConnection();
  }
}
