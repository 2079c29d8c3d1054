package io.jangteo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.embedded.EmbeddedPostgres;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.process.ProcessTree;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A database that dies, frozen, kept busy or at odds with itself, with messages on their way. */
class BadDatabaseIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration DRAINED_MAX = Duration.ofSeconds(15);
  private static final int ACKNOWLEDGED_MIN = 200;

  /** Every so many-th effect fails, and its transaction with it. */
  private static final int FAILING = 20;

  private static EmbeddedPostgres postgres;

  private final Vertx vertx = Vertx.vertx();
  private final BrokerConfig broker = Servers.virtualHost();
  private TestService alpha;
  private TestService beta;

  @BeforeAll
  static void startServer() {
    postgres = Servers.ownPostgres();
  }

  @AfterAll
  static void stopServer() {
    postgres.close();
  }

  @BeforeEach
  void startTwoServices() {
    alpha = start("alpha", List.of(Pings.PINGED), List.of());
    beta = start("beta", List.of(), List.of(Pings.BETA_FROM_ALPHA));
  }

  private TestService start(
      String name, List<MessageType<?>> publishes, List<Subscription> consumes) {
    return TestService.start(
        vertx, name, Servers.database(postgres, name), broker, publishes, consumes);
  }

  @AfterEach
  void stopThem() {
    alpha.stop();
    beta.stop();
    TestService.get(vertx.close());
  }

  @Test
  void killedAgainAndAgainUnderLoadItLosesAndDoublesNothing() {
    Trial trial = begin();

    killAtOnce();
    killAtOnce();
    await().atMost(SOON).until(postgres::isRunning);
    trial.awaitEffectsOfWhatIsAppendedFromNow();

    trial.judge("database killed", trial.awaitDrained(DRAINED_MAX), ACKNOWLEDGED_MIN);
  }

  /** As {@code pg_ctl stop -m immediate} does; whoever supervises it starts it again. */
  private static void killAtOnce() {
    await().atMost(SOON).until(postgres::isRunning);
    ProcessTree.of(postgres.pid()).signal("QUIT");
    await().atMost(SOON).until(() -> !postgres.isRunning());
  }

  @Test
  void frozenUnderLoadItHoldsMessagesUpAndLosesAndDoublesNothing() {
    Trial trial = begin();
    ProcessTree server = ProcessTree.of(postgres.pid());

    server.freeze();
    try {
      await().atMost(SOON).until(() -> !alpha.database.isReachable());
      await().during(Duration.ofSeconds(8)).until(() -> !alpha.database.isReachable());
    } finally {
      server.thaw();
    }
    trial.awaitEffectsOfWhatIsAppendedFromNow();

    trial.judge("database frozen", trial.awaitDrained(DRAINED_MAX), ACKNOWLEDGED_MIN);
  }

  /** It fails after the effect, by turns with each of the errors after which one begins anew. */
  @Test
  void transactionsThatItGivesUpNowAndThenAreDoneAgainAsAWhole() {
    TestService.get(
        beta.database
            .pool()
            .query(
                """
                CREATE SEQUENCE transactions;
                CREATE SEQUENCE failures;
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF nextval('transactions') %% %d = 0 THEN
                    IF nextval('failures') %% 2 = 0 THEN
                      RAISE EXCEPTION 'planted' USING ERRCODE = '40P01';
                    END IF;
                    RAISE EXCEPTION 'planted' USING ERRCODE = '40001';
                  END IF;
                  RETURN NULL;
                END $$;
                CREATE TRIGGER fail AFTER INSERT ON applied
                  FOR EACH STATEMENT EXECUTE FUNCTION fail();
                """
                    .formatted(FAILING))
            .execute());
    Trial trial = begin();

    await().atMost(SOON).until(() -> beta.count("SELECT last_value FROM failures") >= 20);

    trial.judge("serialization failures", trial.awaitDrained(DRAINED_MAX), ACKNOWLEDGED_MIN);
  }

  @Test
  void aTransactionThatSomebodyHoldsOpenHoldsUpNoMessageAndIsSeen() throws SQLException {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    OldTransactions watch =
        new OldTransactions(
            vertx, alpha.database, new MessagingMeters(meters, "alpha"), Duration.ofSeconds(2));
    watch.start();
    ListAppender<ILoggingEvent> log = listen();
    try (Connection forgotten = connect(alpha.database.config());
        Statement statement = forgotten.createStatement()) {
      forgotten.setAutoCommit(false);
      statement.execute("SET LOCAL application_name = 'forgetful'");
      statement.execute("SELECT count(*) FROM outbox");

      Trial trial = begin();
      trial.awaitEffects(4 * SteadyLoad.A_SECOND);

      assertThat(gauge(alpha.meters, "jangteo.outbox.oldest.seconds")).isLessThanOrEqualTo(2);
      await().atMost(SOON).until(() -> age(meters) >= 3 && age(alpha.meters) >= 3);
      trial.judge("old transaction", trial.awaitDrained(DRAINED_MAX), ACKNOWLEDGED_MIN);
      assertThat(log.list)
          .singleElement()
          .extracting(ILoggingEvent::getFormattedMessage)
          .asString()
          .startsWith(alpha.database.config().address())
          .contains("a transaction is open", "forgetful", "idle in transaction");
    } finally {
      watch.stop();
      ((Logger) LoggerFactory.getLogger(OldTransactions.class)).detachAppender(log);
    }
    await().atMost(SOON).until(() -> age(alpha.meters) == 0);
  }

  @Test
  void aSessionOfAServiceIsNotLeftIdleInATransaction() {
    assertThat(alpha.texts("SHOW idle_in_transaction_session_timeout")).containsExactly("30s");
  }

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    ((Logger) LoggerFactory.getLogger(OldTransactions.class)).addAppender(log);
    return log;
  }

  private static double age(SimpleMeterRegistry meters) {
    return gauge(meters, "jangteo.db.oldest.transaction.seconds");
  }

  private static double gauge(SimpleMeterRegistry meters, String name) {
    return meters.get(name).gauge().value();
  }

  private static Connection connect(DatabaseConfig database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name(),
        database.user(),
        database.password().value());
  }

  private Trial begin() {
    Trial trial = Trial.begin(vertx, "BadDatabaseIT", alpha, beta);
    trial.awaitEffects(SteadyLoad.A_SECOND);
    return trial;
  }
}
