package io.jangteo.testing.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChaosProxyIT {
  private static final int SOON_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 300;

  private EchoServer server;
  private ChaosProxy proxy;
  private Socket client;

  @BeforeEach
  void connectThroughIt() throws IOException {
    server = new EchoServer();
    proxy = ChaosProxy.to("127.0.0.1", server.port());
    client = connect();
    await().until(() -> proxy.connections() == 1);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(proxy.host(), proxy.port());
    socket.setSoTimeout(SOON_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  @AfterEach
  void closeAll() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void aGoodNetworkCarriesEverythingInOrder() throws Exception {
    byte[] much = bytes(3_000_000);

    CompletableFuture<byte[]> heard = CompletableFuture.supplyAsync(() -> hear(much.length));
    client.getOutputStream().write(much);

    assertThat(heard.get()).isEqualTo(much);
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void whatWasSentBeforeAnOrderlyEndArrivesAndTheEndAfterIt() throws Exception {
    client.getOutputStream().write(bytes(100_000));
    hear(100_000);

    client.close();

    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void latencyIsAddedInEachDirectionAndLeavesTheOrderAsItWas() throws Exception {
    proxy.set(Conditions.CLEAR.withLatency(Duration.ofMillis(100), Duration.ofMillis(50)));
    byte[] said = bytes(1_000);

    long begun = System.nanoTime();
    for (byte each : said) {
      client.getOutputStream().write(each);
    }

    assertThat(hear(said.length)).isEqualTo(said);
    // Many were under way at once: a thousand one after the other would take minutes.
    assertThat(since(begun)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
  }

  @Test
  void aTrickleCarriesSoManyBytesASecond() throws Exception {
    proxy.set(Conditions.CLEAR.withBytesPerSecond(1_000));
    byte[] said = bytes(1_000);

    long begun = System.nanoTime();
    client.getOutputStream().write(said);

    assertThat(hear(said.length)).isEqualTo(said);
    assertThat(since(begun)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
  }

  @Test
  void whatIsSaidInASilenceArrivesWhenItIsOver() throws Exception {
    proxy.set(Conditions.CLEAR.withSilence());
    client.getOutputStream().write(7);
    assertNothingIsHeard();

    proxy.heal();

    assertThat(client.getInputStream().read()).isEqualTo(7);
  }

  @Test
  void aSilenceOfOneDirectionLetsTheOtherThrough() throws Exception {
    try (Socket teller = connect()) {
      proxy.set(Conditions.CLEAR.withSilence(Direction.TO_CLIENT));
      teller.getOutputStream().write(7);
      teller.setSoTimeout(SILENCE_MILLIS);
      assertThatThrownBy(() -> teller.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      proxy.set(Conditions.CLEAR.withSilence(Direction.TO_SERVER));

      // It had been to the server and back as far as here.
      assertThat(teller.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void aSenderIntoASilenceIsHeldUpAfterSomeMegabytes() throws Exception {
    proxy.set(Conditions.CLEAR.withSilence());
    AtomicLong written = new AtomicLong();

    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeForEver(written));
    long[] before = {-1};
    await()
        .pollInterval(Duration.ofMillis(SILENCE_MILLIS))
        .until(() -> before[0] == (before[0] = written.get()) && before[0] > 0);

    assertThat(writing).isNotDone();
    // Most of it is in the buffers of the kernel.
    assertThat(written.get()).isBetween((long) Flow.HELD_BYTES_MAX, 20_000_000L);
    proxy.reset();
    assertThatThrownBy(writing::join).hasRootCauseInstanceOf(SocketException.class);
  }

  @Test
  void strandedConnectionsNeverCarryAnythingAgainAndNewOnesDo() throws Exception {
    proxy.strand();

    client.getOutputStream().write(7);
    assertNothingIsHeard();
    proxy.heal();
    assertNothingIsHeard();
    client.shutdownOutput();
    assertNothingIsHeard();
    try (Socket other = connect()) {
      other.getOutputStream().write(8);
      assertThat(other.getInputStream().read()).isEqualTo(8);
    }
  }

  @Test
  void aResetIsNoOrderlyEnd() {
    proxy.reset();

    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    assertThat(proxy.connections()).isZero();
  }

  @Test
  void aConnectionIsResetInTheMiddleOfAMessageAfterSoManyBytes() throws Exception {
    hearBack(500);
    proxy.set(Conditions.CLEAR.withResetAfter(1_000));
    hearBack(600);

    client.getOutputStream().write(bytes(600));

    assertThatThrownBy(() -> client.getInputStream().readNBytes(600))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    proxy.heal();
    client = connect();
    hearBack(2_000);
  }

  @Test
  void whoConnectsToAServerThatIsNotThereIsReset() throws Exception {
    server.close();

    try (Socket late = connect()) {
      assertThatThrownBy(() -> late.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  private void hearBack(int count) throws IOException {
    byte[] said = bytes(count);
    client.getOutputStream().write(said);
    assertThat(hear(count)).isEqualTo(said);
  }

  private byte[] hear(int count) {
    try {
      return client.getInputStream().readNBytes(count);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void writeForEver(AtomicLong written) {
    byte[] block = bytes(10_000);
    try {
      while (true) {
        client.getOutputStream().write(block);
        written.addAndGet(block.length);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertNothingIsHeard() throws IOException {
    client.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(SOON_MILLIS);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
