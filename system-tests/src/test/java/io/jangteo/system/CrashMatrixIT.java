package io.jangteo.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real processes killed at the line that a cell names, in the middle of an order: after a restart
 * the order ends as it should have, and the audit finds nothing. A few cells of the matrix unless
 * the system property {@code crash.cells} asks for {@code all}, which also writes the table.
 */
@Tag("alone")
class CrashMatrixIT {
  private static final String CHOICE = System.getProperty("crash.cells", "few");
  private static final int LONGEST_SECONDS = 90;
  private static final CrashTable TABLE = new CrashTable();
  private static final ExecutorService CLIENT = Executors.newCachedThreadPool();
  private static final long BEGAN = System.nanoTime();

  @TempDir private static Path folder;
  private static CrashMarket market;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    market = new CrashMarket(folder);
    market.start();
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    CLIENT.shutdownNow();
    market.stop();
    Duration all = since(BEGAN);
    System.out.println("crash matrix: " + TABLE.summary(all));
    if (CHOICE.equals("all")) {
      TABLE.write(all);
    }
  }

  static List<CrashCell> cells() {
    return CrashMatrix.chosen(CHOICE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void aProcessKilledThereLosesAndDoublesNothing(CrashCell cell) throws Exception {
    market.makeMortal(cell.service());
    long began = System.nanoTime();
    boolean green = false;
    try {
      survive(cell);
      green = true;
    } finally {
      TABLE.add(cell, green, since(began));
      if (!green) {
        market.revive();
      }
    }
  }

  private static void survive(CrashCell cell) throws Exception {
    // Given
    CrashTrade trade = CrashTrade.prepare(market, cell.outcome());
    CrashTrade.Facts expected =
        cell.isAfterTheOrder() ? trade.expectedAfterHandOver() : trade.expected();
    Callable<String> request = trade::order;
    if (cell.isAfterTheOrder()) {
      String orderId = trade.order();
      trade.awaitFacts(orderId, trade.expected());
      request = () -> trade.handOver(orderId);
    }

    // When
    market.arm(cell.plan());
    Future<String> orderId = killInTheMiddleOf(request, cell);
    market.revive();

    // Then
    trade.assertEnded(orderId.get(LONGEST_SECONDS, TimeUnit.SECONDS), expected);
    market.assertEveryPromise();
    market.assertAlive();
  }

  private static Future<String> killInTheMiddleOf(Callable<String> request, CrashCell cell)
      throws IOException, InterruptedException {
    if (cell.silent().isPresent()) {
      market.signal("STOP", cell.silent().get());
    }
    try {
      Future<String> asked = CLIENT.submit(request);
      market.awaitDeath(cell.plan());
      return asked;
    } finally {
      if (cell.silent().isPresent()) {
        market.signal("CONT", cell.silent().get());
      }
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
