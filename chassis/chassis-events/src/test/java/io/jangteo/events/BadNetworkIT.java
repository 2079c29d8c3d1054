package io.jangteo.events;

import static org.awaitility.Awaitility.await;

import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.net.ChaosProxy;
import io.jangteo.testing.net.Conditions;
import io.jangteo.testing.net.Direction;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A bad network with messages on their way: two services have it between them and their database,
 * two others between them and the broker.
 */
class BadNetworkIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration BLACKOUT = Duration.ofSeconds(10);
  private static final Duration DRAINED_MAX = Duration.ofSeconds(15);
  private static final int ACKNOWLEDGED_MIN = 150;

  private final Vertx vertx = Vertx.vertx();
  private Pair database;
  private Pair broker;

  @BeforeEach
  void startTwoPairs() {
    ChaosProxy toDatabase = ChaosProxy.to("127.0.0.1", Servers.postgres().port());
    database = new Pair("database", toDatabase, Servers.virtualHost(), toDatabase);
    BrokerConfig near = Servers.virtualHost();
    ChaosProxy toBroker = Servers.networkTo(near);
    broker = new Pair("broker", toBroker, Servers.through(toBroker, near), null);
    both(pair -> pair.trial.awaitEffects(SteadyLoad.A_SECOND));
  }

  @AfterEach
  void stopAll() {
    both(Pair::stop);
    TestService.get(vertx.close());
  }

  private void both(Consumer<Pair> action) {
    List.of(database, broker).forEach(action);
  }

  private void become(Conditions conditions) {
    both(pair -> pair.network.set(conditions));
  }

  private void judge(String fault) {
    both(
        pair ->
            pair.trial.judge(
                fault + " to " + pair.far, pair.trial.awaitDrained(DRAINED_MAX), ACKNOWLEDGED_MIN));
  }

  private void recoverAndJudge(String fault) {
    become(Conditions.CLEAR);
    both(pair -> pair.trial.awaitEffectsOfWhatIsAppendedFromNow());
    judge(fault);
  }

  @Test
  void aDistantServerIsSlowerAndNothingElse() {
    become(Conditions.CLEAR.withLatency(Duration.ofMillis(100), Duration.ofMillis(20)));

    both(pair -> pair.trial.awaitEffectsOfWhatIsAppendedFromNow(SteadyLoad.A_SECOND / 2));

    judge("200 ms there and back");
  }

  @Test
  void aBlackoutHoldsMessagesUpAndLosesAndDoublesNothing() {
    become(Conditions.CLEAR.withSilence());
    pass(BLACKOUT);

    recoverAndJudge("blackout");
  }

  /** Much is done of which nobody hears: commits, confirms, acknowledgements. */
  @Test
  void answersThatAreLostLoseAndDoubleNothing() {
    for (int times = 0; times < 3; times++) {
      become(Conditions.CLEAR.withSilence(Direction.TO_CLIENT));
      pass(Duration.ofMillis(300));
      both(pair -> pair.network.reset());
      become(Conditions.CLEAR);
      both(pair -> pair.trial.awaitEffectsOfWhatIsAppendedFromNow(SteadyLoad.A_SECOND / 2));
    }

    recoverAndJudge("answers lost");
  }

  @Test
  void connectionsResetInTheMiddleOfAMessageLoseAndDoubleNothing() {
    become(Conditions.CLEAR.withResetAfter(23_456));
    pass(Duration.ofSeconds(4));

    recoverAndJudge("resets");
  }

  @Test
  void aTrickleHoldsMessagesUpAndLosesAndDoublesNothing() {
    become(Conditions.CLEAR.withBytesPerSecond(400));
    pass(Duration.ofSeconds(6));

    recoverAndJudge("trickle");
  }

  /** Nobody ever tells the client that its connections are dead. */
  @Test
  void aServerThatIsNoMoreAtItsAddressIsFoundAtItsNextOne() {
    both(pair -> pair.network.strand());

    recoverAndJudge("stranded");
  }

  /** What is waited for is time itself: the fault has to last. */
  private void pass(Duration time) {
    AtomicBoolean over = new AtomicBoolean();
    vertx.setTimer(time.toMillis(), ignored -> over.set(true));
    await().atMost(SOON).untilTrue(over);
  }

  /** Two services, one of which sends what the other hears. */
  private final class Pair {
    private final String far;
    private final ChaosProxy network;
    private final BrokerConfig messages;
    private final ChaosProxy toDatabase;
    private final TestService alpha;
    private final TestService beta;
    private final Trial trial;

    /**
     * @param far what is at the other end of the bad network
     * @param toDatabase null for a way that stays good
     */
    private Pair(String far, ChaosProxy network, BrokerConfig messages, ChaosProxy toDatabase) {
      this.far = far;
      this.network = network;
      this.messages = messages;
      this.toDatabase = toDatabase;
      this.alpha = start("alpha", List.of(Pings.PINGED), List.of());
      this.beta = start("beta", List.of(), List.of(Pings.BETA_FROM_ALPHA));
      this.trial = Trial.begin(vertx, "BadNetworkIT", alpha, beta);
    }

    private TestService start(String name, List<MessageType<?>> says, List<Subscription> hears) {
      DatabaseConfig directly = Servers.database(name);
      DatabaseConfig used = toDatabase == null ? directly : Servers.through(toDatabase, directly);
      return TestService.start(vertx, name, used, directly, messages, says, hears);
    }

    private void stop() {
      trial.stop();
      alpha.stop();
      beta.stop();
      network.close();
    }
  }
}
