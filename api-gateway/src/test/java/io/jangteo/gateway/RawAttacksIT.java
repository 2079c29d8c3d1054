package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that a well-meaning client never sends. Each row of {@link #rows} is answered in a second,
 * as a problem, on a connection that is then closed; it reaches no service and disturbs nobody.
 *
 * <p>The lists of bad input and who tests them:
 *
 * <p>A folded field is no row: Netty unfolds it, as RFC 9112 allows.
 *
 * <table>
 * <caption>bad input</caption>
 * <tr><td>HTTP/1.1, ambiguous or malformed</td><td>here, {@link RawConnectionsIT}</td></tr>
 * <tr><td>HTTP/2</td><td>{@link Http2AttacksIT}, {@link TlsIT}</td></tr>
 * <tr><td>ids and paths</td><td>{@link RawConnectionsIT}, {@code RequestPathTest}, here</td></tr>
 * <tr><td>queries</td><td>{@link BadRequestsIT}, here</td></tr>
 * <tr><td>JSON, domain, text</td><td>{@link BadRequestsIT}, {@code BadInputIT}</td></tr>
 * <tr><td>tokens, keys</td><td>{@link TokensIT}, {@link IssuersIT}, {@link ApiKeysIT}</td></tr>
 * <tr><td>forged identity</td><td>{@link RequestsIT}, {@code EveryRouteIT}, here</td></tr>
 * <tr><td>caches</td><td>{@link CacheIT}</td></tr>
 * <tr><td>slow clients</td><td>here, {@link RawConnectionsIT}, {@code .ci/abuse}</td></tr>
 * <tr><td>every route, verb and role</td><td>{@code EveryRouteIT}</td></tr>
 * </table>
 */
class RawAttacksIT {
  private static final String GET = "GET /things HTTP/1.1\r\nHost: a\r\n";
  private static final String CLOSE = "Connection: close\r\n\r\n";
  private static final Market MARKET = new Market();
  private static RunningGateway gateway;
  private static String post;
  private int callsBefore;

  /** What is sent, and the statuses of which one must come; none for a connection just closed. */
  private record Row(String name, String bytes, Integer... statuses) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** What came back. */
  private record Reply(String text, boolean closed, long millis) {}

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.withMarket(
            MARKET, Map.of("gateway.bodyTimeout", "700ms", "gateway.firstRequestTimeout", "700ms"));
    String token = gateway.mint.token(UUID.randomUUID(), "customer");
    post =
        "POST /things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Idempotency-Key: k\r\nAuthorization: Bearer "
            + token
            + "\r\n";
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @AfterEach
  void othersAreServed() {
    assertThat(gateway.get("/things").statusCode()).isEqualTo(200);
  }

  static Stream<Row> rows() {
    return Stream.of(heads(), bodies(), targets()).flatMap(stream -> stream);
  }

  private static Stream<Row> heads() {
    return Stream.of(
        new Row("line feeds alone", "GET /things HTTP/1.1\nHost: a\n\n", 400),
        new Row("a field without a colon", GET + "X-A\r\n" + CLOSE, 400),
        new Row("a field without a name", GET + ": b\r\n" + CLOSE, 400),
        new Row("a name with a space in it", GET + "X A: b\r\n" + CLOSE, 400),
        new Row("a space before the first field", "GET /things HTTP/1.1\r\n Host: a\r\n\r\n", 400),
        new Row("a carriage return in a value", GET + "X-A: b\rc\r\n" + CLOSE, 400),
        new Row("HTTP/0.9", "GET /things\r\n\r\n", 400),
        new Row("HTTP/3.0", "GET /things HTTP/3.0\r\nHost: a\r\n\r\n", 400),
        new Row("HTTP/1.10", "GET /things HTTP/1.10\r\nHost: a\r\n\r\n", 400),
        new Row("no protocol", "GET /things FTP/1.1\r\nHost: a\r\n\r\n", 400),
        new Row("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        new Row("three words too many", "GET /things a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        new Row(
            "chunks by two names",
            post()
                + "Transfer-Encoding: chunked\r\n"
                + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
            400),
        new Row("chunks with a tab", post() + "Transfer-Encoding:\tchunked x\r\n\r\n", 400),
        new Row(
            "chunks in HTTP/1.0",
            "POST /things HTTP/1.0\r\nHost: a\r\n" + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
            401));
  }

  private static Stream<Row> bodies() {
    String chunked = "Transfer-Encoding: chunked\r\n\r\n";
    return Stream.of(
        new Row(
            "two equal lengths", post() + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
        new Row("lengths in a list", post() + "Content-Length: 2, 2\r\n\r\n{}", 400),
        new Row("a negative length", post() + "Content-Length: -1\r\n\r\n", 400),
        new Row("a length of 2^64", post() + "Content-Length: 18446744073709551616\r\n\r\n", 400),
        new Row("a length in hexadecimal", post() + "Content-Length: 0x2\r\n\r\n{}", 400),
        new Row("a length beyond the bound", post() + "Content-Length: 99999999\r\n\r\n{", 413),
        new Row("a chunk of 2^64", post() + chunked + "10000000000000000\r\n{}\r\n0\r\n\r\n", 400),
        new Row("a chunk of minus one", post() + chunked + "-1\r\n{}\r\n0\r\n\r\n", 400),
        new Row("a chunk of no size", post() + chunked + "\r\n{}\r\n0\r\n\r\n", 400),
        new Row("a chunk of 0x2", post() + chunked + "0x2\r\n{}\r\n0\r\n\r\n", 400),
        new Row("a chunk longer than it says", post() + chunked + "1\r\n{}\r\n0\r\n\r\n", 400),
        new Row("a line feed in an extension", post() + chunked + "2;a\nb\r\n{}\r\n0\r\n\r\n", 400),
        new Row(
            "a quoted line end in an extension",
            post() + chunked + "2;a=\"\r\n{}\r\n0\r\n\r\nGET /things HTTP/1.1\r\n\"\r\n",
            400),
        new Row("a last chunk that never comes", post() + chunked + "2\r\n{}\r\n", 408));
  }

  private static Stream<Row> targets() {
    return Stream.of(
        target("OPTIONS", "*"),
        target("CONNECT", "things:443"),
        target("GET", "//evil.example/things"),
        target("GET", "/things/%2E"),
        target("GET", "/things/.%2e/mine"),
        target("GET", "/things/%252e%252e%252f"),
        target("GET", "/things/a%3bx=.css"),
        target("GET", "/things/%u002e"),
        target("GET", "/things/%e0%80%af"),
        target("GET", "/things/%f8%80%80%80%af"),
        target("GET", "/things#mine"),
        target("GET", "/things?" + "p=1&".repeat(1000)),
        target("GET", "/things?%00=1"),
        target("GET", "/\u00ff"));
  }

  private static Row target(String verb, String target) {
    String shown = target.length() > 40 ? target.substring(0, 40) : target;
    String head = verb + " " + target + " HTTP/1.1\r\nHost: a\r\n" + CLOSE;
    return new Row(verb + " " + shown, head, 400, 404, 405, 414);
  }

  /** Rows are made before the gateway is there. */
  private static String post() {
    return "POST-";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void isRefusedAtOnceAndForGood(Row row) throws IOException {
    callsBefore = MARKET.calls.get();

    Reply reply = exchange(row.bytes().replace("POST-", post));

    String status = reply.text().replaceAll("(?s)^HTTP/1\\.[01] (\\d{3}).*", "$1");
    assertThat(status)
        .as(reply.text())
        .isIn(Stream.of(row.statuses()).map(String::valueOf).toList());
    assertThat(reply.text()).contains("application/problem+json").doesNotContain("Exception");
    assertThat(reply.text().split("HTTP/1\\.[01] [2-5]", -1)).as("one answer").hasSize(2);
    assertThat(reply.closed()).as("closed").isTrue();
    assertThat(reply.millis()).isLessThan(List.of(row.statuses()).contains(408) ? 1_900 : 1_000);
    assertThat(MARKET.calls.get()).isEqualTo(callsBefore);
  }

  @Test
  void anExpectationWithoutABodyHoldsUpNothing() throws IOException {
    Reply reply = exchange(GET + "Expect: 100-continue\r\n" + CLOSE);

    assertThat(reply.text()).contains("HTTP/1.1 200");
    assertThat(reply.millis()).isLessThan(1_000);
  }

  @Test
  void nothingIsAnsweredAfterTheClientSaidThatItCloses() throws IOException {
    Reply reply = exchange(GET + CLOSE + GET + "\r\n");

    assertThat(reply.text().split("HTTP/1.1 200", -1)).hasSize(2);
    assertThat(reply.closed()).isTrue();
  }

  @Test
  void aThousandPipelinedRequestsAreAnswered() throws IOException {
    Reply reply = exchange((GET + "\r\n").repeat(999) + GET + CLOSE);

    assertThat(reply.text().split("HTTP/1.1 200", -1)).hasSize(1001);
  }

  @Test
  void whoWaitsToBeToldToGoOnIsTold() throws IOException {
    String head = post + "Content-Length: " + Market.GOOD.length() + "\r\nExpect: 100-continue\r\n";
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(500);
      write(socket, head + CLOSE);
      byte[] first = socket.getInputStream().readNBytes(12);
      write(socket, Market.GOOD);

      assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
      assertThat(read(socket)).contains("HTTP/1.1 202");
    }
  }

  @Test
  void whoIsRefusedIsNotToldToGoOn() throws IOException {
    Reply reply =
        exchange(
            "POST /things HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n");

    assertThat(reply.text()).startsWith("HTTP/1.1 401");
  }

  @Test
  void theHostThatAClientNamesIsReflectedNowhere() {
    String answer =
        gateway.raw(
            post
                + "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: evil\r\nForwarded:"
                + " host=evil.example\r\nContent-Length: "
                + Market.GOOD.length()
                + "\r\n"
                + CLOSE.replace("close", "close\r\nX-Original-URL: /things/evil.example")
                + Market.GOOD);

    assertThat(answer).startsWith("HTTP/1.1 202").doesNotContain("evil");
  }

  @Test
  void aHeadThatComesByteByByteIsGivenUp() throws IOException {
    assertThat(secondsUntilClosed(GET + "X-A: " + "a".repeat(200))).isLessThan(2);
  }

  @Test
  void aBodyThatComesByteByByteIsGivenUp() throws IOException {
    assertThat(secondsUntilClosed(post + "Content-Length: 1000\r\n\r\n{" + " ".repeat(200)))
        .isLessThan(4);
  }

  /** Heads are sent at once up to the blank line, what follows a byte at a time. */
  private static double secondsUntilClosed(String text) throws IOException {
    int head = Math.max(text.indexOf("\r\n\r\n") + 4, GET.length());
    long before = System.nanoTime();
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(50);
      write(socket, text.substring(0, head));
      for (int i = head; i < text.length(); i++) {
        socket.getOutputStream().write(text.charAt(i));
        if (isAtEnd(socket)) {
          return (System.nanoTime() - before) / 1e9;
        }
      }
    } catch (IOException reset) {
      return (System.nanoTime() - before) / 1e9;
    }
    return Double.MAX_VALUE;
  }

  private static boolean isAtEnd(Socket socket) throws IOException {
    try {
      byte[] some = new byte[1024];
      int n = socket.getInputStream().read(some);
      while (n > 0) {
        n = socket.getInputStream().read(some);
      }
      return true;
    } catch (SocketTimeoutException silence) {
      return false;
    }
  }

  @Test
  void whoNeverReadsHoldsUpNobody() throws IOException {
    List<Socket> readers = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", gateway.port()));
        write(socket, (GET + "\r\n").repeat(300));
        readers.add(socket);
      }
      awaitQuiet();
      long before = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        assertThat(gateway.get("/things").statusCode()).isEqualTo(200);
      }
      assertThat((System.nanoTime() - before) / 1e9).isLessThan(5);
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
  }

  /**
   * Until what was sent is answered, or its answers are stuck: somebody else is served and nobody
   * beside. On a slow machine some thousand requests at once are much to do, and refused for that.
   */
  private static void awaitQuiet() {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(RawAttacksIT::isQuiet);
  }

  private static boolean isQuiet() {
    int before = MARKET.calls.get();
    int asked = 10;
    for (int i = 0; i < asked; i++) {
      if (gateway.get("/things").statusCode() != 200) {
        return false;
      }
    }
    return MARKET.calls.get() == before + asked;
  }

  @Test
  void aThousandIdleConnectionsHoldUpNobodyAndAreClosed() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        idle.add(new Socket("127.0.0.1", gateway.port()));
      }
      assertThat(gateway.get("/things").statusCode()).isEqualTo(200);
      for (Socket socket : idle) {
        socket.setSoTimeout(3000);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static Reply exchange(String bytes) throws IOException {
    long before = System.nanoTime();
    try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
      socket.setSoTimeout(3000);
      write(socket, bytes);
      StringBuilder text = new StringBuilder();
      boolean closed = readTo(text, socket.getInputStream());
      return new Reply(text.toString(), closed, (System.nanoTime() - before) / 1_000_000);
    }
  }

  private static String read(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    readTo(text, socket.getInputStream());
    return text.toString();
  }

  /** Whether the end came before the silence. */
  private static boolean readTo(StringBuilder text, InputStream in) throws IOException {
    byte[] chunk = new byte[8192];
    try {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        text.append(new String(chunk, 0, n, StandardCharsets.ISO_8859_1));
      }
      return true;
    } catch (SocketTimeoutException silence) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static void write(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }
}
