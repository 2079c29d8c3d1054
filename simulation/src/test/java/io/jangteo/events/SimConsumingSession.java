package io.jangteo.events;

import io.jangteo.simulation.engine.Broker;
import io.jangteo.simulation.engine.ConsumerLine;
import io.jangteo.simulation.engine.CrashPoint;
import io.jangteo.simulation.engine.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Set;

/** A consumer's session with the simulated broker. */
final class SimConsumingSession implements ConsumingSession {
  private final Node node;
  private final Promise<Throwable> ended = Promise.promise();
  private final ConsumerLine line;

  SimConsumingSession(Broker broker, Node node) {
    this.node = node;
    this.line =
        broker.consumer(node, () -> ended.tryComplete(new IOException("the broker is gone")));
  }

  @Override
  public Future<Void> declare(Topology topology) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Set<String>> unheard(Topology topology) {
    return Future.succeededFuture(Set.of());
  }

  @Override
  public Future<Void> prefetch(int count) {
    line.prefetch(count);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> consume(String queue, Mailbox<Delivery> mailbox) {
    line.consume(
        queue, (tag, properties, body) -> mailbox.offer(new Delivery(tag, properties, body)));
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> acknowledge(long tag) {
    if (!isAlive() || !node.passes(CrashPoint.M8_COMMITTED_NOT_ACKNOWLEDGED)) {
      return Future.failedFuture(new IOException("the broker session has ended"));
    }
    node.sim().inOrder(node.sim().between(200, 1_000), () -> line.acknowledge(tag));
    return Future.succeededFuture();
  }

  @Override
  public Future<Throwable> ended() {
    return ended.future();
  }

  @Override
  public void discard(Throwable cause) {
    if (ended.tryComplete(cause)) {
      line.close();
    }
  }

  @Override
  public Future<Void> close() {
    discard(new IOException("closed by us"));
    return Future.succeededFuture();
  }
}
