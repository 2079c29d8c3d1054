package io.jangteo.payment.provider;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;

/** Gathers a response body that must not be larger than is sensible; a larger one fails. */
final class BoundedBody implements BodyStream<Buffer> {
  private final int most;
  private final Buffer body = Buffer.buffer();
  private final Promise<Buffer> result = Promise.promise();

  private BoundedBody(int most) {
    this.most = most;
  }

  static BodyCodec<Buffer> ofAtMost(int bytes) {
    return () -> new BoundedBody(bytes);
  }

  @Override
  public Future<Buffer> result() {
    return result.future();
  }

  @Override
  public Future<Void> write(Buffer chunk) {
    if (body.length() + chunk.length() > most) {
      result.tryFail(new IllegalStateException("the provider's answer is too large"));
      return Future.failedFuture("too large");
    }
    body.appendBuffer(chunk);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    result.tryComplete(body);
    return Future.succeededFuture();
  }

  /** The connection broke. */
  @Override
  public void handle(Throwable error) {
    result.tryFail(error);
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
    return this;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int size) {
    return this;
  }

  @Override
  public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
    return this;
  }
}
