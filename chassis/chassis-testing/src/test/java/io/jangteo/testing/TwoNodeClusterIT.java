package io.jangteo.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TwoNodeClusterIT {
  private static final DeliveryOptions IN_TIME = new DeliveryOptions().setSendTimeout(10_000);

  private TwoNodeCluster cluster;

  @BeforeEach
  void start() {
    cluster = TwoNodeCluster.start();
    Await.success(
        cluster
            .second()
            .eventBus()
            .<String>consumer("greeter", message -> message.reply("hello " + message.body()))
            .completion());
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void carriesARequestFromOneNodeToTheOtherAndBack() {
    assertThat(greeting()).isEqualTo("hello you");
  }

  @Test
  void forgetsANodeThatLeaves() {
    assertThat(greeting()).isEqualTo("hello you");

    cluster.closeSecond();

    assertThat(cluster.sizeSeenBy(cluster.first())).isEqualTo(1);
    Throwable refusal =
        Await.failure(cluster.first().eventBus().request("greeter", "you", IN_TIME));
    assertThat(refusal)
        .isInstanceOfSatisfying(
            ReplyException.class,
            reply -> assertThat(reply.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
  }

  private String greeting() {
    return Await.success(cluster.first().eventBus().<String>request("greeter", "you", IN_TIME))
        .body();
  }
}
