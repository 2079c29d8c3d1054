package io.jangteo.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.bus.BusHeaders;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.ServiceCaller.Answer;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database that gives no answers for a while, as one does whose table somebody locks. */
class SheddingIT {
  private static final DatabaseConfig DATABASE = TestServers.database("catalog");
  private static final String PRODUCT =
      "{\"name\":\"Lantern\",\"price\":{\"amountMinor\":100,\"currency\":\"GBP\"}}";

  /** A catalogue that has just started lets 64 wait before it refuses; one by one takes long. */
  private static final int AT_ONCE = 10;

  private static RunningCatalog catalog;

  @BeforeAll
  static void start() {
    catalog = RunningCatalog.start(DATABASE);
    assertThat(catalog.put("A1", Map.of("if-none-match", "*"), PRODUCT).status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    catalog.close();
  }

  @Test
  void browsingIsRefusedAtOnceAndWritesStillWait() throws SQLException {
    List<Future<Answer>> browsing = new ArrayList<>();
    Queue<Answer> refused = new ConcurrentLinkedQueue<>();
    Future<Answer> write;
    try (Connection holder = connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE products IN ACCESS EXCLUSIVE MODE");
      await()
          .until(
              () -> {
                for (int i = 0; i < AT_ONCE; i++) {
                  browsing.add(browse(refused));
                }
                return refused.size() >= 3;
              });
      write = catalog.send("deleteProduct", "A1", Map.of("if-match", "\"1\""), "");
      holder.rollback();
    }

    assertThat(refused)
        .allMatch(answer -> answer.status() == 503)
        .allMatch(answer -> answer.header(BusHeaders.RETRY_AFTER) != null);
    await().until(() -> browsing.stream().allMatch(Future::isComplete) && write.isComplete());
    assertThat(write.result().header(BusHeaders.REFUSED)).isNull();
    assertThat(write.result().status()).isEqualTo(204);
    await().until(() -> catalog.get("A1", Map.of()).status() == 404);
    System.out.printf("locked: %d asked, %d refused%n", browsing.size(), refused.size());
  }

  private static Future<Answer> browse(Queue<Answer> refused) {
    return catalog
        .send("getProduct", "A1", Map.of(), "")
        .onSuccess(
            answer -> {
              if (answer.header(BusHeaders.REFUSED) != null) {
                refused.add(answer);
              }
            });
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + DATABASE.host() + ":" + DATABASE.port() + "/" + DATABASE.name(),
        DATABASE.user(),
        DATABASE.password().value());
  }
}
