package io.jangteo.gateway.pipeline;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes in the body: whole, within the operation's size, within a time. */
public final class ReadBody implements Stage {
  private static final int MAX_LENGTH_DIGITS = 10;
  private static final int FIRST_ALLOCATION = 4096;

  private final Duration patience;

  public ReadBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    if (!exchange.bodyExpected() || exchange.isUpgrade()) {
      return DONE;
    }
    HttpServerRequest request = exchange.request();
    int most = exchange.operation().policy().bodyMax();
    if (announced(request) > most) {
      throw tooLarge(most);
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    return collect(request, most)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .recover(ReadBody::explain)
        .compose(
            body -> {
              exchange.body(body);
              return DONE;
            });
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return 0;
    }
    return length.length() > MAX_LENGTH_DIGITS ? Long.MAX_VALUE : Long.parseLong(length);
  }

  /** A promise, because the size must be judged while the chunks come in. */
  private static Future<Buffer> collect(HttpServerRequest request, int most) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer(FIRST_ALLOCATION);
    request
        .handler(
            chunk -> {
              if (body.length() + chunk.length() <= most) {
                body.appendBuffer(chunk);
              } else {
                whole.tryFail(tooLarge(most));
              }
            })
        .endHandler(ignored -> whole.tryComplete(body))
        .exceptionHandler(whole::tryFail)
        .resume();
    return whole.future();
  }

  private static Future<Buffer> explain(Throwable error) {
    if (error instanceof TimeoutException) {
      return Future.failedFuture(
          ServiceFailure.of(
              FailureCode.REQUEST_TIMEOUT, "The body did not arrive within the time allowed"));
    }
    return Future.failedFuture(
        error instanceof ServiceFailure
            ? error
            : ServiceFailure.of(FailureCode.INVALID_REQUEST, "The body did not arrive whole"));
  }

  private static ServiceFailure tooLarge(int most) {
    return ServiceFailure.of(
        FailureCode.PAYLOAD_TOO_LARGE, "The body may have at most " + most + " bytes");
  }
}
