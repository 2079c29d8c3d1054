package io.jangteo.events;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BlockedCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.UnblockedCallback;
import io.jangteo.simulation.engine.Broker;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.PublisherLine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A publisher's session with the simulated broker; the relay's own code speaks to its channel. */
final class SimPublishingSession implements PublishingSession, PublisherLine.Listener {
  private final Promise<Throwable> ended = Promise.promise();
  private final PublisherLine line;
  private final Channel channel = proxy(Channel.class, this::onChannel);
  private final Connection connection = proxy(Connection.class, this::onConnection);
  private ReturnListener returns;
  private ConfirmListener confirms;
  private BlockedCallback blocked;
  private UnblockedCallback unblocked;

  SimPublishingSession(Broker broker, Node node) {
    this.line = broker.publisher(node, this);
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            SimPublishingSession.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object onChannel(Object proxy, Method method, Object[] args) {
    switch (method.getName()) {
      case "addReturnListener" -> returns = (ReturnListener) args[0];
      case "addConfirmListener" -> confirms = (ConfirmListener) args[0];
      case "confirmSelect" -> line.confirm();
      case "basicPublish" ->
          line.publish(
              (String) args[0],
              (String) args[1],
              (Boolean) args[2],
              (BasicProperties) args[3],
              (byte[]) args[4]);
      case "getConnection" -> {
        return connection;
      }
      default -> throw new UnsupportedOperationException("Channel." + method.getName());
    }
    return null;
  }

  private Object onConnection(Object proxy, Method method, Object[] args) {
    if (!method.getName().equals("addBlockedListener")) {
      throw new UnsupportedOperationException("Connection." + method.getName());
    }
    blocked = (BlockedCallback) args[0];
    unblocked = (UnblockedCallback) args[1];
    return null;
  }

  @Override
  public void confirmed(long tag, boolean positive) {
    attempt(
        () -> {
          if (positive) {
            confirms.handleAck(tag, false);
          } else {
            confirms.handleNack(tag, false);
          }
        });
  }

  @Override
  public void returned(BasicProperties properties) {
    attempt(() -> returns.handleReturn(312, "NO_ROUTE", "", "", properties, new byte[0]));
  }

  @Override
  public void blocked() {
    attempt(() -> blocked.handle("memory"));
  }

  @Override
  public void unblocked() {
    attempt(unblocked::handle);
  }

  @Override
  public void lost() {
    ended.tryComplete(new IOException("the broker is gone"));
  }

  /** A callback of the client. */
  @FunctionalInterface
  private interface Callback {
    void call() throws IOException;
  }

  private static void attempt(Callback callback) {
    try {
      callback.call();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public <T> Future<T> run(ChannelCommand<T> command) {
    if (!isAlive()) {
      return Future.failedFuture(new IOException("the broker session has ended"));
    }
    try {
      return Future.succeededFuture(command.on(channel));
    } catch (IOException e) {
      discard(e);
      return Future.failedFuture(e);
    }
  }

  @Override
  public Future<Void> declare(Topology topology) {
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
