package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.TrustedIssuer;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The keys of another issuer, from where the configuration or the issuer's discovery document says.
 * A redirect is no answer: it could lead anywhere.
 */
public final class HttpKeySource implements KeySource {
  private static final int MAX_BYTES = 256 << 10;

  private final TrustedIssuer issuer;
  private final Duration patience;
  private final HttpClient client;

  /**
   * Asks nothing yet.
   *
   * @param patience for the answer, discovery included
   */
  public HttpKeySource(Vertx vertx, TrustedIssuer issuer, Duration patience) {
    this.issuer = issuer;
    this.patience = patience;
    this.client = vertx.createHttpClient(options(issuer), new PoolOptions().setHttp1MaxSize(2));
  }

  private static HttpClientOptions options(TrustedIssuer issuer) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setVerifyHost(true)
            .setConnectTimeout(2000)
            .setKeepAlive(false)
            .setDecompressionSupported(false)
            .setMaxHeaderSize(8192);
    if (issuer.caFile() != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(issuer.caFile()));
    }
    return options;
  }

  @Override
  public Future<Buffer> fetch() {
    return issuer
        .keys()
        .map(Future::succeededFuture)
        .orElseGet(this::discover)
        .compose(this::get)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Future<URI> discover() {
    return get(issuer.discovery()).map(this::keysOf);
  }

  /** The document must be that issuer's own (OpenID Connect Discovery 1.0, section 4.3). */
  private URI keysOf(Buffer body) {
    try {
      JsonNode document = Json.LENIENT.readTree(body.getBytes());
      if (!issuer.issuer().equals(document.path("issuer").textValue())) {
        throw new IllegalStateException("the discovery document is that of another issuer");
      }
      return TrustedIssuer.requireSafe(document.path("jwks_uri").asText());
    } catch (IOException e) {
      throw new IllegalStateException("the discovery document is unreadable", e);
    }
  }

  private Future<Buffer> get(URI uri) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(uri.toString())
            .setFollowRedirects(false)
            .putHeader("accept", "application/json");
    return client.request(options).compose(HttpClientRequest::send).compose(HttpKeySource::read);
  }

  private static Future<Buffer> read(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response.request().reset();
      return Future.failedFuture("answered " + response.statusCode());
    }
    return collect(response);
  }

  /** A promise, because the size must be judged while the chunks come in. */
  private static Future<Buffer> collect(HttpClientResponse response) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response
        .handler(
            chunk -> {
              if (body.length() + chunk.length() <= MAX_BYTES) {
                body.appendBuffer(chunk);
              } else {
                response.request().reset();
                whole.tryFail("answered with too much");
              }
            })
        .endHandler(ignored -> whole.tryComplete(body))
        .exceptionHandler(whole::tryFail);
    return whole.future();
  }
}
