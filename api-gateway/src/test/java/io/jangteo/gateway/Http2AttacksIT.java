package io.jangteo.gateway;

import static io.jangteo.gateway.Http2Frames.CONTINUATION;
import static io.jangteo.gateway.Http2Frames.DATA;
import static io.jangteo.gateway.Http2Frames.END_HEADERS;
import static io.jangteo.gateway.Http2Frames.END_STREAM;
import static io.jangteo.gateway.Http2Frames.HEADERS;
import static io.jangteo.gateway.Http2Frames.NOTHING;
import static io.jangteo.gateway.Http2Frames.PING;
import static io.jangteo.gateway.Http2Frames.PRIORITY;
import static io.jangteo.gateway.Http2Frames.RST_STREAM;
import static io.jangteo.gateway.Http2Frames.SETTINGS;
import static io.jangteo.gateway.Http2Frames.frame;
import static io.jangteo.gateway.Http2Frames.literal;
import static io.jangteo.gateway.Http2Frames.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client that means well sends over HTTP/2: its connection ends, and nobody else's. */
class Http2AttacksIT {
  @TempDir private static Path folder;
  private static TlsEdge edge;

  @BeforeAll
  static void start() throws IOException {
    edge =
        new TlsEdge(
            folder, Map.of("gateway.firstRequestTimeout", "1s", "gateway.idleTimeout", "3s"));
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @Test
  void aRequestWrittenByHandIsAnswered() throws IOException {
    try (SSLSocket socket = connected()) {
      send(socket, frame(HEADERS, END_STREAM | END_HEADERS, 1, request("/things")));

      assertThat(answer(socket)).contains("listThings");
    }
  }

  @Test
  void continuationsWithoutEndAreGivenUp() throws IOException {
    try (SSLSocket socket = connected()) {
      send(socket, frame(HEADERS, END_STREAM, 1, request("/things")));

      assertThat(isClosedAmid(socket, frame(CONTINUATION, 0, 1, NOTHING), 100_000)).isTrue();
    }
    assertOthersAreServed();
  }

  @Test
  void requestsTakenBackAtOnceAreGivenUp() throws IOException {
    try (SSLSocket socket = connected()) {
      boolean closed = false;
      for (int stream = 1; stream < 4000 && !closed; stream += 2) {
        closed =
            !trySend(socket, frame(HEADERS, END_STREAM | END_HEADERS, stream, request("/slow")))
                || !trySend(socket, frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
      }

      assertThat(closed || TlsEdge.isClosed(socket)).isTrue();
    }
    assertOthersAreServed();
  }

  @ParameterizedTest
  @MethodSource
  void framesThatAskForNothingAreGivenUpAlthoughTheirAnswersAreRead(byte[] frame)
      throws IOException {
    try (SSLSocket socket = connected()) {
      CompletableFuture<Boolean> read =
          CompletableFuture.supplyAsync(() -> TlsEdge.isClosed(socket));

      assertThat(isClosedAmid(socket, frame, 100_000)).isTrue();
      assertThat(read.orTimeout(5, TimeUnit.SECONDS).join()).isTrue();
    }
    assertOthersAreServed();
  }

  static List<byte[]> framesThatAskForNothingAreGivenUpAlthoughTheirAnswersAreRead() {
    return List.of(
        frame(SETTINGS, 0, 0, NOTHING),
        frame(PING, 0, 0, new byte[8]),
        frame(PRIORITY, 0, 3, new byte[] {0, 0, 0, 0, 5}));
  }

  @Test
  void aFewOfThemAreNothingUnusual() throws IOException {
    try (SSLSocket socket = connected()) {
      for (int i = 0; i < 90; i++) {
        send(socket, frame(PING, 0, 0, new byte[8]));
      }
      send(socket, frame(HEADERS, END_STREAM | END_HEADERS, 1, request("/things")));

      assertThat(answer(socket)).contains("listThings");
    }
  }

  /** The first frame of a server is its settings; 8 is what RFC 8441 would say. */
  @Test
  void noWebSocketIsOfferedHere() throws IOException {
    try (SSLSocket socket = connected()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      assertThat(in.readUnsignedByte()).isEqualTo(SETTINGS);
      in.skipNBytes(5);
      for (int i = 0; i < length; i += 6) {
        assertThat(in.readUnsignedShort()).isNotEqualTo(8);
        in.skipNBytes(4);
      }
    }
  }

  @Test
  void settingsAndPingsAreNotAnsweredWithoutEnd() throws IOException {
    for (byte[] frame : List.of(frame(SETTINGS, 0, 0, NOTHING), frame(PING, 0, 0, new byte[8]))) {
      try (SSLSocket socket = connected()) {
        for (int i = 0; i < 20_000 && trySend(socket, frame); i++) {
          // Nobody reads the answers meanwhile.
        }
      }
    }
    assertOthersAreServed();
  }

  @Test
  void aListOfHeadersThatIsTooLongIsRefused() throws IOException {
    try (SSLSocket socket = connected()) {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      block.write(request("/things"));
      for (int i = 0; i < 100; i++) {
        block.write(literal("x-filler-" + i, "v".repeat(120)));
      }
      send(socket, frame(HEADERS, END_STREAM | END_HEADERS, 1, block.toByteArray()));

      assertThat(answer(socket)).doesNotContain("listThings");
    }
    assertOthersAreServed();
  }

  @ParameterizedTest
  @CsvSource({
    "transfer-encoding, chunked",
    "connection, close",
    "Upper-Case, x",
    "'a b', x",
    "'host\r\n', x",
    "'x\0', x",
    "'a:b', x",
    "x-a, 'b\r\nc: d'",
    "x-a, 'b\nc'",
    "x-a, 'b\0'"
  })
  void headersThatHttp2DoesNotHaveAreRefused(String name, String value) throws IOException {
    try (SSLSocket socket = connected()) {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      block.write(request("/things"));
      block.write(literal(name, value));
      send(socket, frame(HEADERS, END_STREAM | END_HEADERS, 1, block.toByteArray()));

      assertThat(answer(socket)).doesNotContain("listThings");
    }
    assertOthersAreServed();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/things\r\nx: y", "/things mine", "things", "http://evil/things", "/a/../things"})
  void pathsThatCanBeReadInTwoWaysAreRefused(String path) throws IOException {
    try (SSLSocket socket = connected()) {
      send(socket, frame(HEADERS, END_STREAM | END_HEADERS, 1, request(path)));

      assertThat(answer(socket)).doesNotContain("listThings");
    }
    assertOthersAreServed();
  }

  @Test
  void aBodyThatIsNotAsLongAsItSaysIsRefused() throws IOException {
    try (SSLSocket socket = connected()) {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      block.write(request("/things"));
      block.write(literal("content-length", "5"));
      send(socket, frame(HEADERS, END_HEADERS, 1, block.toByteArray()));
      send(socket, frame(DATA, END_STREAM, 1, "123456789".getBytes(StandardCharsets.US_ASCII)));

      assertThat(answer(socket)).doesNotContain("listThings");
    }
    assertOthersAreServed();
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws IOException {
    try (SSLSocket silent = edge.connect(List.of("TLSv1.3"), "h2")) {
      assertThat(TlsEdge.isClosed(silent)).isTrue();
    }
  }

  @Test
  void aHeadThatNeverEndsIsGivenUp() throws IOException {
    try (SSLSocket socket = connected()) {
      long before = System.nanoTime();
      byte[] head = frame(HEADERS, END_STREAM | END_HEADERS, 1, request("/things"));
      boolean open = true;
      for (int i = 0; i < head.length - 1 && open; i++) {
        open = trySend(socket, new byte[] {head[i]}) && !isClosedWithin(socket, 150);
      }

      assertThat(open).isFalse();
      assertThat(System.nanoTime() - before).isLessThan(4_000_000_000L);
    }
  }

  private static boolean isClosedWithin(SSLSocket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    return TlsEdge.isClosed(socket);
  }

  private static void assertOthersAreServed() throws IOException {
    HttpResponse<String> response = edge.get(edge.client(HttpClient.Version.HTTP_2), "/things");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private static SSLSocket connected() throws IOException {
    SSLSocket socket = edge.connect(List.of("TLSv1.3"), "h2");
    socket
        .getOutputStream()
        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(socket, frame(SETTINGS, 0, 0, NOTHING));
    return socket;
  }

  private static void send(SSLSocket socket, byte[] frame) throws IOException {
    socket.getOutputStream().write(frame);
    socket.getOutputStream().flush();
  }

  private static boolean trySend(SSLSocket socket, byte[] frame) {
    try {
      send(socket, frame);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isClosedAmid(SSLSocket socket, byte[] frame, int most) {
    for (int i = 0; i < most; i++) {
      if (!trySend(socket, frame)) {
        return true;
      }
    }
    return false;
  }

  /** Everything the server says until it has ended the answer, or closes, or is silent. */
  private static String answer(SSLSocket socket) throws IOException {
    socket.setSoTimeout(1500);
    StringBuilder text = new StringBuilder();
    byte[] chunk = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(chunk);
          n >= 0 && text.indexOf("\"traceparent\"") < 0;
          n = socket.getInputStream().read(chunk)) {
        text.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException silence) {
      // What came so far is the answer.
    }
    return text.toString();
  }
}
