package io.jangteo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose store fails, and one that is short of room. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class BrokerSupervisionIT {
  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final long MIB = 1L << 20;

  @TempDir private Path directory;
  private final AtomicLong free = new AtomicLong(1_000 * MIB);
  private LogLines log;
  private EmbeddedBroker broker;
  private int port;

  @BeforeEach
  void start() throws Exception {
    log = LogLines.of(Supervisor.class);
    BrokerOptions options = BrokerOptions.in(directory).withDiskFloor(64 * MIB);
    broker = new EmbeddedBroker(options, free::get).start();
    port = broker.port();
    try (BrokerProbe probe = new BrokerProbe(broker.uri())) {
      probe.publish(3);
    }
  }

  @AfterEach
  void stop() {
    log.close();
    broker.stop();
  }

  @Test
  void aBrokerWithoutRoomIsStoppedAndGoesOnWithItsMessagesWhenThereIsRoom() throws Exception {
    free.set(63 * MIB);

    await().atMost(SECONDS).until(() -> !broker.isRunning());
    assertThat(log.get())
        .singleElement()
        .asString()
        .startsWith("ERROR The broker is stopped: " + directory + " has 63 MiB free");

    free.set(128 * MIB);

    await().atMost(SECONDS).until(broker::isRunning);
    assertMessagesAreThere();
  }

  @Test
  void aBrokerWhoseStoreFailsIsStartedAgainOnItsPortWithItsMessages() throws Exception {
    Path segment = newestSegment();
    Path away = segment.resolveSibling("away");

    // The store looks for this every second, and takes it for damage.
    Files.move(segment, away);
    await().atMost(SECONDS).pollInterval(Duration.ofMillis(5)).until(() -> !broker.isRunning());
    Files.move(away, segment);

    await().atMost(SECONDS).until(broker::isRunning);
    assertMessagesAreThere();
    assertThat(log.get().get(0))
        .startsWith("ERROR The broker ended unasked (its store has failed")
        .endsWith("it is started again in 1 s");
  }

  @Test
  void aBrokerStoppedOnPurposeStaysStopped() {
    broker.stop();

    await().during(Duration.ofSeconds(2)).atMost(SECONDS).until(() -> !broker.isRunning());
    assertThat(log.get()).isEmpty();
  }

  private Path newestSegment() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("store"))) {
      List<Path> segments =
          files.filter(file -> file.toString().endsWith(".jdb")).sorted().toList();
      return segments.stream().max(Comparator.naturalOrder()).orElseThrow();
    }
  }

  private void assertMessagesAreThere() throws Exception {
    assertThat(broker.port()).isEqualTo(port);
    try (BrokerProbe probe = new BrokerProbe(broker.uri())) {
      assertThat(probe.depth()).isEqualTo(3);
    }
  }
}
