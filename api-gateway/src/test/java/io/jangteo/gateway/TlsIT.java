package io.jangteo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {
  @TempDir private Path folder;
  private TlsEdge edge;

  @BeforeEach
  void start() throws IOException {
    edge = new TlsEdge(folder, Map.of());
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void requestsAreServedOverHttp2AndHttp1() throws IOException {
    HttpResponse<String> second = edge.get(edge.client(HttpClient.Version.HTTP_2), "/things?q=a");
    HttpResponse<String> first = edge.get(edge.client(HttpClient.Version.HTTP_1_1), "/things?q=a");

    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(second.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    for (HttpResponse<String> response : List.of(first, second)) {
      assertThat(response.headers().firstValue("strict-transport-security"))
          .contains("max-age=15552000");
    }
  }

  @Test
  void olderVersionsAreNotSpoken() {
    assertThatThrownBy(() -> edge.connect(List.of("TLSv1.2"), "http/1.1"))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void whoDoesNotSpeakTlsIsNotAnswered() {
    assertThat(edge.gateway.raw("GET /things HTTP/1.1\r\nHost: x\r\n\r\n"))
        .doesNotContain("HTTP/1.1 2", "things");
  }

  @Test
  void aNewCertificateServesNewConnectionsAndOldOnesGoOn() throws IOException {
    HttpClient client = edge.client(HttpClient.Version.HTTP_2);
    edge.get(client, "/things");
    assertThat(edge.served()).isEqualTo(edge.first);

    Files.writeString(edge.key, edge.second.keyPem());
    Files.writeString(edge.certificate, edge.second.certificatePem());

    await().until(() -> edge.served().equals(edge.second));
    HttpResponse<String> open = edge.get(client, "/things");
    assertThat(open.statusCode()).isEqualTo(200);
    assertThat(open.sslSession().orElseThrow().getPeerCertificates()[0])
        .isEqualTo(edge.first.certificate());
    assertThat(edge.get(edge.client(HttpClient.Version.HTTP_2), "/things").version())
        .isEqualTo(HttpClient.Version.HTTP_2);
  }

  @Test
  void whatIsOfNoUseChangesNothing() throws IOException {
    Files.writeString(edge.key, "no key");
    Files.writeString(edge.certificate, edge.second.certificatePem());
    assertThat(servedForASecond()).containsOnly(edge.first);

    Files.writeString(edge.key, edge.first.keyPem());
    assertThat(servedForASecond()).as("another certificate's key").containsOnly(edge.first);

    Files.delete(edge.key);
    assertThat(servedForASecond()).containsOnly(edge.first);

    Files.writeString(edge.key, edge.second.keyPem());
    await().until(() -> edge.served().equals(edge.second));
  }

  private List<TestCertificate> servedForASecond() throws IOException {
    List<TestCertificate> seen = new ArrayList<>();
    long end = System.nanoTime() + 1_000_000_000L;
    while (System.nanoTime() < end) {
      seen.add(edge.served());
    }
    return seen;
  }

  @Test
  void whatCannotServeStopsTheStartNamingTheSetting() throws IOException {
    Path certificate = Files.writeString(folder.resolve("c"), edge.first.certificatePem());
    Path key = Files.writeString(folder.resolve("k"), edge.first.keyPem());
    Path other = Files.writeString(folder.resolve("o"), edge.second.keyPem());
    Path junk = Files.writeString(folder.resolve("j"), "junk");
    Path nothing = folder.resolve("nothing");

    assertRefused(nothing, key, "GATEWAY_TLS_CERTIFICATE");
    assertRefused(junk, key, "GATEWAY_TLS_CERTIFICATE");
    assertRefused(certificate, nothing, "GATEWAY_TLS_KEY");
    assertRefused(certificate, junk, "GATEWAY_TLS_KEY");
    assertRefused(certificate, other, "GATEWAY_TLS_KEY");
  }

  private static void assertRefused(Path certificate, Path key, String named) {
    assertThatThrownBy(
            () ->
                new RunningGateway(
                    Map.of(
                        "gateway.tls.certificate", certificate.toString(),
                        "gateway.tls.key", key.toString())))
        .hasStackTraceContaining(named);
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    assertThatThrownBy(() -> new RunningGateway(Map.of("gateway.tls.key", "k")))
        .hasMessageContaining("gateway.tls")
        .hasMessageContaining("certificate");
    assertThatThrownBy(() -> new RunningGateway(Map.of("gateway.tls.versions", "SSLv3")))
        .hasMessageContaining("gateway.tls")
        .hasMessageContaining("versions");
  }

  @Test
  void aHandshakeThatIsNotFinishedIsGivenUp() throws IOException {
    try (Socket socket = new Socket("localhost", edge.gateway.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00});
      socket.getOutputStream().flush();

      assertThat(TlsEdge.isClosed(socket)).isTrue();
    }
  }

  @Test
  void theOlderVersionIsSpokenWhereItIsAskedFor() throws IOException {
    edge.close();
    edge = new TlsEdge(folder, Map.of("gateway.tls.versions", "TLSv1.3,TLSv1.2"));

    try (SSLSocket socket = edge.connect(List.of("TLSv1.2"), "h2")) {
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
    }
  }
}
