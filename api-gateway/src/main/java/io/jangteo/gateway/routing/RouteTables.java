package io.jangteo.gateway.routing;

import io.jangteo.bus.caller.AnnouncedKeys;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.gateway.contract.ContractCompiler;
import io.jangteo.gateway.docs.PublicContract;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The present route table. News is compiled on a worker, one after the other, and the finished
 * table is put in place at once; requests only ever read a field.
 */
public final class RouteTables {
  private static final Logger LOG = LoggerFactory.getLogger(RouteTables.class);

  private final Vertx vertx;
  private final Context context;
  private final RouteTableBuilder builder;
  private final Duration withdrawnFor;
  private volatile RouteTable current = RouteTable.empty();

  /** Null until the first have been told: a table is built even if there are none. */
  private volatile List<ServiceInstance> latest;

  private volatile Runnable listener = () -> {};

  /**
   * Compiles on workers of {@code context}, in the order the news comes.
   *
   * @param reserved paths that no service may claim, nor any below them
   * @param own gives what the gateway answers itself; asked once, on a worker
   */
  public RouteTables(
      Vertx vertx,
      Context context,
      ContractCompiler compiler,
      Duration withdrawnFor,
      Set<String> reserved,
      Supplier<PublicContract.Part> own) {
    this.vertx = vertx;
    this.context = context;
    this.builder = new RouteTableBuilder(compiler, withdrawnFor, reserved, own);
    this.withdrawnFor = withdrawnFor;
  }

  public RouteTable current() {
    return current;
  }

  /** Called on the gateway's context after each change. */
  public void onChange(Runnable action) {
    listener = action;
  }

  /** Takes a new snapshot; from any thread. Keys that come and go change no route. */
  public Future<Void> accept(List<ServiceInstance> instances) {
    List<ServiceInstance> services =
        instances.stream().filter(each -> !AnnouncedKeys.isIn(each)).toList();
    if (services.equals(latest)) {
      return Future.succeededFuture();
    }
    latest = services;
    return rebuild();
  }

  private Future<Void> rebuild() {
    return context
        .executeBlocking(() -> builder.build(latest, System.nanoTime()), true)
        .onSuccess(this::replace)
        .onFailure(e -> LOG.atError().setCause(e).log("route table not rebuilt"))
        .mapEmpty();
  }

  private void replace(RouteTable table) {
    current = table;
    if (table.changesByItself()) {
      vertx.setTimer(withdrawnFor.toMillis() + 1, ignored -> rebuild());
    }
    listener.run();
  }
}
