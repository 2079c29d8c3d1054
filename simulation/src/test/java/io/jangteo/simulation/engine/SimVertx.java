package io.jangteo.simulation.engine;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * As much of Vert.x as the code under test uses: timers and one context, on the virtual clock.
 * Anything else is refused, so that nothing real is used unnoticed.
 */
final class SimVertx implements InvocationHandler {
  private final Node node;
  private final Map<Long, Sim.Event> timers = new HashMap<>();
  private final Context context;
  private long ids;
  private Vertx self;

  private SimVertx(Node node) {
    this.node = node;
    this.context = proxy(Context.class, this::onContext);
  }

  static Vertx of(Node node) {
    SimVertx simulated = new SimVertx(node);
    simulated.self = proxy(Vertx.class, simulated);
    return simulated.self;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(SimVertx.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object invoke(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "timer" -> timer((Long) args[0], args);
      case "setTimer" -> setTimer((Long) args[0], (Handler<Long>) args[1]);
      case "setPeriodic" ->
          setPeriodic((Long) args[args.length - 2], (Handler<Long>) args[args.length - 1]);
      case "cancelTimer" -> cancel((Long) args[0]);
      case "getOrCreateContext" -> context;
      case "createSharedWorkerExecutor" -> proxy(WorkerExecutor.class, SimVertx::onWorker);
      case "hashCode" -> 1;
      case "equals" -> proxy == args[0];
      default -> throw new UnsupportedOperationException("Vertx." + method.getName());
    };
  }

  private Object onContext(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "runOnContext" -> {
        @SuppressWarnings("unchecked")
        Handler<Void> action = (Handler<Void>) args[0];
        node.inOrder(0, () -> action.handle(null));
        yield null;
      }
      case "owner" -> self;
      default -> throw new UnsupportedOperationException("Context." + method.getName());
    };
  }

  private static Object onWorker(Object proxy, Method method, Object[] args) {
    if (method.getName().equals("close")) {
      return Future.succeededFuture();
    }
    throw new UnsupportedOperationException("WorkerExecutor." + method.getName());
  }

  private SimTimer timer(long delay, Object[] args) {
    TimeUnit unit = args.length == 1 ? TimeUnit.MILLISECONDS : (TimeUnit) args[1];
    return new SimTimer(node, unit.toMicros(delay));
  }

  private long setTimer(long millis, Handler<Long> handler) {
    long id = ids++;
    timers.put(
        id,
        node.after(
            millis * 1000,
            () -> {
              timers.remove(id);
              handler.handle(id);
            }));
    return id;
  }

  private long setPeriodic(long millis, Handler<Long> handler) {
    long id = ids++;
    again(id, millis, handler);
    return id;
  }

  private void again(long id, long millis, Handler<Long> handler) {
    timers.put(
        id,
        node.after(
            millis * 1000,
            () -> {
              again(id, millis, handler);
              handler.handle(id);
            }));
  }

  private boolean cancel(long id) {
    Sim.Event event = timers.remove(id);
    return event != null && event.cancel();
  }
}
