package io.jangteo.marketplace.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jangteo.marketplace.client.Gateways.Gateway;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Speaks REST to gateways, one blocking call per thread. When one refuses, hangs up or does not
 * answer, the next is asked at once, unless the request may have had an effect that must not be
 * doubled. Calls that may be repeated are repeated while all are away or ask to wait, not before
 * the time that was asked for, and up to a patience.
 */
public final class GatewayClient {
  private static final Set<Integer> WORTH_WAITING = Set.of(429, 502, 503, 504);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(40);
  private static final long LONGEST_PAUSE_MS = 2_000;
  private static final long LONGEST_ASKED_MS = 30_000;
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final Gateways gateways;
  private final Duration patience;
  private final FailureLog failures;

  /** When the gateways were first found away; null while one answers. */
  private final AtomicReference<Long> away = new AtomicReference<>();

  /**
   * @param patience how long to keep trying when the gateway is away
   */
  public GatewayClient(URI gateway, Duration patience) {
    this(List.of(gateway), patience);
  }

  /**
   * @param gateways of which any may be asked anything
   */
  public GatewayClient(List<URI> gateways, Duration patience) {
    this(gateways, patience, FailureLog.NONE);
  }

  /**
   * @param failures told of everything that failed on the way
   */
  public GatewayClient(List<URI> gateways, Duration patience, FailureLog failures) {
    this.gateways = new Gateways(gateways);
    this.patience = patience;
    this.failures = failures;
  }

  /**
   * One call, tried again while it makes sense; use it only for what may be repeated.
   *
   * @param body null for none
   * @throws IOException when every gateway stayed away for the whole patience
   */
  public Answer call(String method, String path, Object body, Map<String, String> headers)
      throws IOException, InterruptedException {
    Request request = new Request(method, path, body, headers);
    Outage outage = new Outage(failures, request);
    try {
      return repeat(request, outage);
    } finally {
      outage.end();
    }
  }

  private Answer repeat(Request request, Outage outage) throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      Duration asked = Duration.ZERO;
      try {
        Answer answer = answer(exchange(request, BodyHandlers.ofByteArray(), outage));
        if (!WORTH_WAITING.contains(answer.status())) {
          away.set(null);
          return answer;
        }
        outage.attemptFailed(Integer.toString(answer.status()));
        asked = answer.retryAfter();
        if (isAwayForLong()) {
          return answer;
        }
      } catch (IOException e) {
        if (isAwayForLong()) {
          throw new IOException(gateways + " cannot be reached: " + e.getMessage(), e);
        }
      }
      pause(attempt, asked);
    }
  }

  /** Counted over all threads from the first call that failed since one succeeded. */
  private boolean isAwayForLong() {
    Long since = away.updateAndGet(known -> known == null ? (Long) System.nanoTime() : known);
    return System.nanoTime() - since > patience.toNanos();
  }

  /** One call, which reaches one gateway once, or more when twice does what once does. */
  public Answer once(String method, String path, Object body, Map<String, String> headers)
      throws IOException, InterruptedException {
    Request request = new Request(method, path, body, headers);
    Outage outage = new Outage(failures, request);
    try {
      return answer(exchange(request, BodyHandlers.ofByteArray(), outage));
    } finally {
      outage.end();
    }
  }

  /** Lines of a server-sent event stream, until the server ends it. */
  public Stream<String> stream(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    Request request = new Request("GET", path, null, headers);
    HttpResponse<Stream<String>> response =
        exchange(request, BodyHandlers.ofLines(), new Outage(failures, request));
    if (response.statusCode() != 200) {
      throw new IOException("GET " + path + " answered " + response.statusCode());
    }
    return response.body();
  }

  /** Asks each gateway at most once. */
  private <T> HttpResponse<T> exchange(Request request, BodyHandler<T> body, Outage outage)
      throws IOException, InterruptedException {
    IOException last = null;
    for (Gateway gateway : gateways.inOrder()) {
      try {
        HttpResponse<T> response = http.send(request.to(gateway.uri(), CALL_TIMEOUT), body);
        gateway.answered();
        return response;
      } catch (IOException e) {
        gateway.failed();
        outage.attemptFailed(word(e));
        last = e;
        if (!request.mayGoElsewhere(e)) {
          break;
        }
      }
    }
    throw last;
  }

  private static String word(IOException failure) {
    if (failure instanceof HttpTimeoutException) {
      return "timed out";
    }
    return failure instanceof ConnectException ? "refused" : "cut off";
  }

  private static Answer answer(HttpResponse<byte[]> response) throws IOException {
    return new Answer(response.statusCode(), parse(response.body()), retryAfter(response));
  }

  /** Seconds; our gateways send no dates. */
  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(Duration.ZERO);
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      return body.length == 0 ? MissingNode.getInstance() : Json.LENIENT.readTree(body);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Never less than was asked for, within reason, and not all at the same moment. */
  private static void pause(int attempt, Duration asked) throws InterruptedException {
    long bound = Math.min(LONGEST_PAUSE_MS, 50L << Math.min(attempt, 10));
    long least = Math.max(bound / 2, Math.min(LONGEST_ASKED_MS, asked.toMillis()));
    TimeUnit.MILLISECONDS.sleep(least + ThreadLocalRandom.current().nextLong(bound));
  }
}
