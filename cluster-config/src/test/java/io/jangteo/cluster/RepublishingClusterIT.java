package io.jangteo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.lang.reflect.Field;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a registry that has lost or mistaken something of a node comes to know again. */
class RepublishingClusterIT {
  private static final String ADDRESS = "greeting";

  private final String cluster = "test-" + UUID.randomUUID();
  private Vertx served;
  private Vertx asking;
  private RepublishingCluster server;
  private RepublishingCluster client;

  @BeforeEach
  void start() throws Exception {
    int port = ClusterNode.freePort();
    served = start(port, List.of("127.0.0.1:" + port));
    asking = start(ClusterNode.freePort(), List.of("127.0.0.1:" + port));
    server = managerOf(served);
    client = managerOf(asking);
    serve(ADDRESS);
    awaitGreeting();
  }

  /** A first request opens connections both ways, which may take longer than one is waited for. */
  private void awaitGreeting() {
    await().ignoreExceptions().untilAsserted(() -> assertThat(ask()).isEqualTo("hello"));
  }

  private Vertx start(int port, List<String> members) throws Exception {
    ClusterConfig config = ClusterConfig.local(cluster, port, members).withoutJoinPause();
    return result(ClusteredVertx.start(config, new VertxOptions().setEventLoopPoolSize(1)));
  }

  private static RepublishingCluster managerOf(Vertx vertx) {
    return (RepublishingCluster) ((VertxInternal) vertx).clusterManager();
  }

  private MessageConsumer<Object> serve(String address) throws Exception {
    MessageConsumer<Object> consumer =
        served.eventBus().consumer(address, message -> message.reply("hello"));
    result(consumer.completion());
    return consumer;
  }

  private Object ask() throws Exception {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(1_000);
    return result(asking.eventBus().request(ADDRESS, "", options)).body();
  }

  @AfterEach
  void stop() throws Exception {
    result(asking.close());
    result(served.close());
  }

  @Test
  void whatTheRegistryHasLostIsNamedAndBroughtBack() throws Exception {
    subscriptions().remove(ADDRESS);
    client.getHazelcastInstance().getMap(HazelcastConfigs.NODE_INFO).remove(server.getNodeId());
    await().untilAsserted(() -> assertThatThrownBy(this::ask).hasMessageContaining("No handlers"));

    assertThat(server.missing()).containsExactlyInAnyOrder(RepublishingCluster.NODE_INFO, ADDRESS);
    server.republish();

    assertThat(server.missing()).isEmpty();
    awaitGreeting();
    assertThat(subscriptions().get(ADDRESS)).hasSize(1);
  }

  @Test
  void aMemberThatIsBackBeforeItsLeavingIsDealtWithLosesNothing() throws Exception {
    Cluster members = client.getHazelcastInstance().getCluster();
    Member back = server.getHazelcastInstance().getCluster().getLocalMember();

    client.memberRemoved(
        new MembershipEvent(members, back, MembershipEvent.MEMBER_REMOVED, members.getMembers()));

    assertThat(server.missing()).isEmpty();
    assertThat(ask()).isEqualTo("hello");
  }

  @Test
  void aNodeThatHasRememberedWronglyLooksItUpAnew() throws Exception {
    RegistrationInfo nobody = new RegistrationInfo(UUID.randomUUID().toString(), 1, false);
    listenerOf(client).registrationsUpdated(new RegistrationUpdateEvent(ADDRESS, List.of(nobody)));
    assertThatThrownBy(this::ask).isNotNull();

    server.republish();

    awaitGreeting();
    assertThat(subscriptions().get(ADDRESS)).hasSize(1);
  }

  /** The event bus itself; nobody else can make it remember something wrong on purpose. */
  private static RegistrationListener listenerOf(HazelcastClusterManager manager)
      throws ReflectiveOperationException {
    Field field = HazelcastClusterManager.class.getDeclaredField("registrationListener");
    field.setAccessible(true);
    return (RegistrationListener) field.get(manager);
  }

  @Test
  void whatIsUnregisteredMeanwhileDoesNotComeBack() throws Exception {
    for (int i = 0; i < 100; i++) {
      String address = "passing-" + i;
      MessageConsumer<Object> consumer = serve(address);
      Future<Void> gone = consumer.unregister();
      server.republish();
      result(gone);
      assertThat(subscriptions().get(address)).as(address).isEmpty();
    }
    assertThat(server.addresses()).contains(ADDRESS).noneMatch(each -> each.startsWith("passing"));
  }

  @Test
  void entriesOfNodesThatAreNoMembersAreFoundAndRemovedAndNoOthers() throws Exception {
    String stranger = UUID.randomUUID().toString();
    subscriptions()
        .put(ADDRESS, new HazelcastRegistrationInfo(new RegistrationInfo(stranger, 7, false)));

    assertThat(server.strangers()).containsExactly(stranger);
    server.forget(stranger);
    server.forget(client.getNodeId());

    assertThat(server.strangers()).isEmpty();
    assertThat(subscriptions().get(ADDRESS)).hasSize(1);
    assertThat(client.missing()).isEmpty();
  }

  private MultiMap<String, HazelcastRegistrationInfo> subscriptions() {
    return client.getHazelcastInstance().getMultiMap(HazelcastConfigs.SUBSCRIPTIONS);
  }

  private static <T> T result(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
