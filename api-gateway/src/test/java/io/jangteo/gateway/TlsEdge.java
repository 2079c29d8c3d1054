package io.jangteo.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;

/** A gateway that speaks TLS, with a market behind it, and clients that know its certificates. */
final class TlsEdge implements AutoCloseable {
  final TestCertificate first;
  final TestCertificate second;
  final Path certificate;
  final Path key;
  final RunningGateway gateway;
  private final SSLContext trust;

  TlsEdge(Path folder, Map<String, String> settings) throws IOException {
    first = TestCertificate.create(folder);
    second = TestCertificate.create(folder);
    trust = TestCertificate.trusting(List.of(first, second));
    certificate = folder.resolve("certificate.pem");
    key = folder.resolve("key.pem");
    Files.writeString(certificate, first.certificatePem());
    Files.writeString(key, first.keyPem());
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "gateway.tls.certificate", certificate.toString(),
                "gateway.tls.key", key.toString(),
                "gateway.tls.reloadEvery", "100ms"));
    all.putAll(settings);
    gateway = new RunningGateway(all);
    gateway.serve("market", new Market().handlers());
    Awaitility.await()
        .until(() -> get(client(HttpClient.Version.HTTP_1_1), "/things").statusCode() == 200);
  }

  /** With no connection yet. */
  HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).sslContext(trust).build();
  }

  HttpResponse<String> get(HttpClient client, String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** A connection after its handshake, offering these application protocols. */
  SSLSocket connect(List<String> versions, String... protocols) throws IOException {
    SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket();
    socket.connect(new InetSocketAddress("localhost", gateway.port()));
    socket.setSoTimeout(10_000);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(versions.toArray(String[]::new));
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** What a client that connects now is shown. */
  TestCertificate served() throws IOException {
    try (SSLSocket socket = connect(List.of("TLSv1.3"), "http/1.1")) {
      return socket.getSession().getPeerCertificates()[0].equals(first.certificate())
          ? first
          : second;
    }
  }

  static boolean isClosed(Socket socket) {
    try {
      byte[] rest = new byte[8192];
      int read = 0;
      while (read >= 0) {
        read = socket.getInputStream().read(rest);
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
