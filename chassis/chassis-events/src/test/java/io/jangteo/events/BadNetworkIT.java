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
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bad network between services and one of their servers, with messages on their way. */
class BadNetworkIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration BLACKOUT = Duration.ofSeconds(10);
  private static final Duration DRAINED_MAX = Duration.ofSeconds(15);
  private static final int ACKNOWLEDGED_MIN = 200;

  private final Vertx vertx = Vertx.vertx();
  private ChaosProxy toDatabase;
  private ChaosProxy toBroker;
  private TestService alpha;
  private TestService beta;
  private Trial trial;

  /** What is at the other end of the bad network. */
  enum Far {
    DATABASE,
    BROKER
  }

  @BeforeEach
  void startTwoServicesAndALoad() {
    BrokerConfig broker = Servers.virtualHost();
    toBroker = Servers.networkTo(broker);
    toDatabase = ChaosProxy.to("127.0.0.1", Servers.postgres().port());
    BrokerConfig distant = Servers.through(toBroker, broker);
    alpha = start("alpha", distant, List.of(Pings.PINGED), List.of());
    beta = start("beta", distant, List.of(), List.of(Pings.BETA_FROM_ALPHA));
    trial = Trial.begin(vertx, "BadNetworkIT", alpha, beta);
    trial.awaitEffects(SteadyLoad.A_SECOND);
  }

  private TestService start(
      String name, BrokerConfig broker, List<MessageType<?>> says, List<Subscription> hears) {
    DatabaseConfig directly = Servers.database(name);
    return TestService.start(
        vertx, name, Servers.through(toDatabase, directly), directly, broker, says, hears);
  }

  @AfterEach
  void stopAll() {
    trial.stop();
    alpha.stop();
    beta.stop();
    toBroker.close();
    toDatabase.close();
    TestService.get(vertx.close());
  }

  private ChaosProxy to(Far far) {
    return far == Far.DATABASE ? toDatabase : toBroker;
  }

  private void judge(String fault, Far far) {
    trial.judge(
        fault + " to " + far.name().toLowerCase(Locale.ROOT),
        trial.awaitDrained(DRAINED_MAX),
        ACKNOWLEDGED_MIN);
  }

  @ParameterizedTest
  @EnumSource
  void aDistantServerIsSlowerAndNothingElse(Far far) {
    to(far).set(Conditions.CLEAR.withLatency(Duration.ofMillis(100), Duration.ofMillis(20)));

    trial.awaitEffectsOfWhatIsAppendedFromNow();

    judge("200 ms there and back", far);
  }

  @ParameterizedTest
  @EnumSource
  void aBlackoutHoldsMessagesUpAndLosesAndDoublesNothing(Far far) {
    to(far).set(Conditions.CLEAR.withSilence());
    pass(BLACKOUT);
    to(far).heal();

    trial.awaitEffectsOfWhatIsAppendedFromNow();

    judge("blackout", far);
  }

  /** Much is done of which nobody hears: commits, confirms, acknowledgements. */
  @ParameterizedTest
  @EnumSource
  void answersThatAreLostLoseAndDoubleNothing(Far far) {
    for (int times = 0; times < 2; times++) {
      to(far).set(Conditions.CLEAR.withSilence(Direction.TO_CLIENT));
      pass(Duration.ofMillis(500));
      to(far).reset();
      to(far).heal();
      trial.awaitEffectsOfWhatIsAppendedFromNow();
    }

    judge("answers lost", far);
  }

  @ParameterizedTest
  @EnumSource
  void connectionsResetInTheMiddleOfAMessageLoseAndDoubleNothing(Far far) {
    to(far).set(Conditions.CLEAR.withResetAfter(23_456));
    pass(Duration.ofSeconds(4));
    to(far).heal();

    trial.awaitEffectsOfWhatIsAppendedFromNow();

    judge("resets", far);
  }

  @ParameterizedTest
  @EnumSource
  void aTrickleHoldsMessagesUpAndLosesAndDoublesNothing(Far far) {
    to(far).set(Conditions.CLEAR.withBytesPerSecond(400));
    pass(Duration.ofSeconds(6));
    to(far).heal();

    trial.awaitEffectsOfWhatIsAppendedFromNow();

    judge("trickle", far);
  }

  /** Nobody ever tells the client that its connections are dead. */
  @ParameterizedTest
  @EnumSource
  void aServerThatIsNoMoreAtItsAddressIsFoundAtItsNextOne(Far far) {
    to(far).strand();

    trial.awaitEffectsOfWhatIsAppendedFromNow();

    judge("stranded", far);
  }

  /** What is waited for is time itself: the fault has to last. */
  private void pass(Duration time) {
    AtomicBoolean over = new AtomicBoolean();
    vertx.setTimer(time.toMillis(), ignored -> over.set(true));
    await().atMost(SOON).untilTrue(over);
  }
}
