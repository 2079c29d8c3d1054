package io.jangteo.payment.provider;

import io.jangteo.contracts.Money;
import io.jangteo.payment.application.PaymentProvider;
import io.jangteo.payment.domain.CardToken;
import io.jangteo.payment.domain.ProviderResult;
import io.jangteo.payment.domain.Step;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The sandbox provider over HTTP. */
public final class SandboxProvider implements PaymentProvider {
  private static final int ANSWER_MAX = 64 * 1024;
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final ProviderConfig config;
  private final WebClient client;

  public SandboxProvider(Vertx vertx, ProviderConfig config) {
    this.config = config;
    WebClientOptions options =
        new WebClientOptions()
            .setConnectTimeout((int) config.timeout().toMillis())
            .setKeepAlive(true)
            // Shorter than the provider keeps it, or a request could meet a closing connection.
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setFollowRedirects(false)
            .setUserAgentEnabled(false);
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(config.concurrencyMax())
            .setMaxWaitQueueSize(config.concurrencyMax());
    this.client = WebClient.create(vertx, options, pool);
  }

  record AuthorizationBody(long amountMinor, String currency, String cardToken) {}

  record AmountBody(long amountMinor) {}

  record KeyBody(String key) {}

  @Override
  public Future<ProviderResult> authorize(String key, Money amount, CardToken token) {
    AuthorizationBody body =
        new AuthorizationBody(amount.amountMinor(), amount.currency(), token.value());
    return effect("/v1/authorizations", key, Json.encode(body))
        .map(answer -> answer.effect(key, Step.AUTHORIZE, amount));
  }

  @Override
  public Future<ProviderResult> voidHold(String key, String authorizationRef) {
    return effect("/v1/authorizations/" + authorizationRef + "/void", key, Buffer.buffer())
        .map(answer -> answer.effect(key, Step.VOID, null));
  }

  @Override
  public Future<ProviderResult> capture(String key, String authorizationRef, Money amount) {
    return effect("/v1/authorizations/" + authorizationRef + "/captures", key, amountBody(amount))
        .map(answer -> answer.effect(key, Step.CAPTURE, amount));
  }

  @Override
  public Future<ProviderResult> refund(String key, String captureRef, Money amount) {
    return effect("/v1/captures/" + captureRef + "/refunds", key, amountBody(amount))
        .map(answer -> answer.effect(key, Step.REFUND, amount));
  }

  @Override
  public Future<Optional<ProviderResult>> find(String key) {
    HttpRequest<Buffer> request =
        request(HttpMethod.GET, "/v1/operations").addQueryParam("key", key);
    return send(request, Buffer.buffer()).map(answer -> answer.operation(key));
  }

  @Override
  public Future<ProviderResult> block(String key) {
    return send(request(HttpMethod.POST, "/v1/operations/block"), Json.encode(new KeyBody(key)))
        .map(answer -> answer.operation(key).orElseThrow());
  }

  public void close() {
    client.close();
  }

  private static Buffer amountBody(Money amount) {
    return Json.encode(new AmountBody(amount.amountMinor()));
  }

  private Future<ProviderAnswer> effect(String path, String key, Buffer body) {
    return send(request(HttpMethod.POST, path).putHeader("Idempotency-Key", key), body);
  }

  private HttpRequest<Buffer> request(HttpMethod method, String path) {
    return client
        .requestAbs(method, config.baseUrl().resolve(path).toString())
        .timeout(config.timeout().toMillis())
        .bearerTokenAuthentication(config.apiKey().value())
        .as(BoundedBody.ofAtMost(ANSWER_MAX));
  }

  private Future<ProviderAnswer> send(HttpRequest<Buffer> request, Buffer body) {
    var response =
        body.length() == 0
            ? request.send()
            : request.putHeader("Content-Type", "application/json").sendBuffer(body);
    // The request's own time-out starts anew with every byte; this one does not.
    return response
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .map(ProviderAnswer::of);
  }
}
