package io.jangteo.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jangteo.gateway.AccessLogConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AccessLogTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private static AccessEntry entry(String method) {
    return new AccessEntry(
        1_795_615_200_123L,
        "192.0.2.7",
        method,
        "/orders/{orderId}",
        "HTTP/1.1",
        200,
        512,
        1_234_567,
        "r-1",
        TRACE,
        "0190a1b2",
        "order",
        "c0ffee",
        null);
  }

  private static String written(AccessFormat format, AccessEntry entry) {
    StringBuilder line = new StringBuilder();
    format.append(line, entry);
    return line.toString();
  }

  @Test
  void aLineOfJsonSaysEverythingThatIsKnown() {
    assertThat(written(AccessFormat.JSON, entry("GET")))
        .isEqualTo(
            "{\"time\":\"2026-11-25T14:00:00.123Z\",\"client\":\"192.0.2.7\",\"method\":\"GET\","
                + "\"route\":\"/orders/{orderId}\",\"protocol\":\"HTTP/1.1\",\"status\":200,"
                + "\"bytes\":512,\"durationMs\":1.234,\"requestId\":\"r-1\","
                + "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"subject\":\"0190a1b2\","
                + "\"service\":\"order\",\"instance\":\"c0ffee\"}\n");
  }

  @Test
  void aCommonLineIsOneThatToolsKnow() {
    assertThat(written(AccessFormat.COMMON, entry("GET")))
        .isEqualTo(
            "192.0.2.7 - 0190a1b2 [25/Nov/2026:14:00:00 +0000] "
                + "\"GET /orders/{orderId} HTTP/1.1\" 200 512\n");
  }

  @Test
  void nothingThatAClientMakesUpEndsATextOrALine() {
    String odd = "A\"\\\n\u001b[31m\u00e9";

    for (AccessFormat format : AccessFormat.values()) {
      assertThat(written(format, entry(odd)))
          .contains("A\\u0022\\u005c\\u000a\\u001b[31m\\u00e9")
          .hasLineCount(1);
    }
  }

  @Test
  void whatIsWaitingIsWrittenBeforeTheEnd() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AccessLog log = new AccessLog(AccessFormat.JSON, out, 1000, meters);
    for (int i = 0; i < 900; i++) {
      log.add(entry("GET"));
    }
    log.close();

    assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(900);
    assertThat(dropped()).isZero();
  }

  @Test
  void whoAddsNeverWaitsAndWhatIsDroppedIsCounted() {
    CountDownLatch stuck = new CountDownLatch(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            try {
              stuck.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            out.write(bytes, from, count);
          }
        };
    AccessLog log = new AccessLog(AccessFormat.JSON, slow, 100, meters);
    for (int i = 0; i < 10_000; i++) {
      log.add(entry("GET"));
    }

    assertThat(dropped()).isGreaterThan(9_000);
    stuck.countDown();
    log.close();
    assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount((int) (10_000 - dropped()));
  }

  @Test
  void aDiskThatFailsCostsLinesAndNothingElse() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    try (AccessLog log = new AccessLog(AccessFormat.JSON, full, 100, meters)) {
      log.add(entry("GET"));
      await().until(() -> dropped() == 1);
      log.add(entry("GET"));
      await().until(() -> dropped() == 2);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    AccessLogConfig config = new AccessLogConfig("json", "/nowhere/at/all", 10);

    assertThatThrownBy(() -> AccessLog.open(config, meters))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("gateway.accessLog.file");
    assertThat(AccessLog.open(new AccessLogConfig("off", "", 10), meters)).isNull();
    assertThatThrownBy(() -> new AccessLogConfig("xml", "", 10)).hasMessageContaining("format");
  }

  /** Printed, not asserted: what a request pays on its own thread, and what the writer does. */
  @Test
  void theCostOfALineIsTold() {
    int lines = 200_000;
    AccessLog log =
        new AccessLog(AccessFormat.JSON, OutputStream.nullOutputStream(), lines, meters);
    for (int i = 0; i < lines; i++) {
      log.add(entry("GET"));
    }
    await().until(log::isIdle);
    long cpuBefore = log.writerCpuNanos();
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < lines; i++) {
      log.add(entry("GET"));
    }
    long added = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    await().until(log::isIdle);
    long wrote = log.writerCpuNanos() - cpuBefore;
    log.close();

    System.out.printf("access log: %d ns to add, %d ns to write%n", added / lines, wrote / lines);
    assertThat(dropped()).isZero();
  }

  private double dropped() {
    return meters.counter("jangteo.gateway.access.dropped").count();
  }
}
