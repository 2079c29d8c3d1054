package io.jangteo.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/**
 * One call on its way. Sent a second time it goes to another instance than the first time. For one
 * thread at a time.
 */
public final class BusCall {
  private final Ask ask;
  private final MultiMap headers;
  private final Buffer body;
  private final Ask.Wish wish;
  private final boolean mayWait;
  private Target last;
  private Promise<?> awaited;

  /**
   * Not sent yet.
   *
   * @param headers path, query and metadata headers; action and deadline are added to it
   * @param wish null when any instance will do
   * @param mayWait whether the answer comes late on purpose, so that its time says nothing
   */
  public BusCall(Ask ask, MultiMap headers, Buffer body, Ask.Wish wish, boolean mayWait) {
    this.ask = ask;
    this.headers = headers;
    this.body = body;
    this.wish = wish;
    this.mayWait = mayWait;
  }

  /** The same to be sent beside this one, to another instance. */
  public BusCall beside() {
    MultiMap copied = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    BusCall other = new BusCall(ask, copied, body, wish, mayWait);
    other.last = last;
    return other;
  }

  /** Which operation is asked for. */
  public String action() {
    return ask.action();
  }

  Ask ask() {
    return ask;
  }

  MultiMap headers() {
    return headers;
  }

  Buffer body() {
    return body;
  }

  Ask.Wish wish() {
    return wish;
  }

  boolean mayWait() {
    return mayWait;
  }

  /** The instance it was sent to last; null before, or when the bus chose. */
  Target last() {
    return last;
  }

  void sentTo(Target target) {
    last = target;
  }

  /** It is known to have been asked from now on, and its answer goes there. */
  void awaits(Promise<?> answer) {
    awaited = answer;
  }

  /** Whether another instance than the one that was asked would do as well. */
  boolean isMovable() {
    return last != null && (wish == null || wish.key().isPresent());
  }

  /**
   * Waits no longer for the instance that was asked: what {@link BusClient#send} gave fails as if
   * the deadline had passed, and the instance is judged so. It still counts as owing an answer.
   */
  public void giveUp() {
    if (awaited != null) {
      awaited.tryFail(new ReplyException(ReplyFailure.TIMEOUT, "given up"));
    }
  }
}
