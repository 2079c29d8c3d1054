package io.jangteo.gateway.security;

import io.jangteo.bus.Principal;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.bus.caller.AnnouncedKeys;
import io.jangteo.bus.caller.AssertionKey;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.ServiceInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What services know this gateway by: a key that it makes when it starts, tells of in the directory
 * and replaces from time to time. A new key is told before it signs, and the old one stays until
 * nothing it signed is good any more. Used from one context only.
 */
public final class GatewayIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayIdentity.class);
  private static final String NAME = "api-gateway";

  /** Longer than any snapshot of the directory is old. */
  private static final Duration UNTIL_KNOWN = Duration.ofMillis(1200);

  /** Longer than anything that is signed lives, clocks apart. */
  private static final Duration UNTIL_SPENT = Duration.ofSeconds(60);

  private final Vertx vertx;
  private final ServiceRuntime runtime;
  private final long rotation;
  private AssertionKey signing = AssertionKey.generate();
  private ServiceInstance announced;

  /**
   * Tells nobody yet.
   *
   * @param rotation how long one key signs
   */
  public GatewayIdentity(Vertx vertx, ServiceRuntime runtime, Duration rotation) {
    this.vertx = vertx;
    this.runtime = runtime;
    this.rotation = vertx.setPeriodic(rotation.toMillis(), ignored -> rotate());
  }

  /** Succeeds when every service knows the key. */
  public Future<Void> announce() {
    return tell(List.of(signing)).compose(ignored -> untilKnown());
  }

  /** A replacement; until it is known the present key goes on signing. */
  Future<Void> rotate() {
    AssertionKey former = signing;
    AssertionKey next = AssertionKey.generate();
    return tell(List.of(next, former))
        .compose(ignored -> untilKnown())
        .onSuccess(ignored -> signing = next)
        .compose(ignored -> vertx.timer(UNTIL_SPENT.toMillis(), TimeUnit.MILLISECONDS))
        .compose(ignored -> announced == null ? Future.succeededFuture() : tell(List.of(next)))
        .onFailure(this::complain);
  }

  private void complain(Throwable error) {
    if (announced != null) {
      LOG.atWarn().setCause(error).log("the key for callers was not replaced");
    }
  }

  private Future<Void> tell(Collection<AssertionKey> keys) {
    announced =
        new ServiceInstance(
            NAME,
            runtime.instanceId(),
            new ClusterNodes(vertx).own(),
            runtime.version(),
            AnnouncedKeys.document(keys));
    return runtime.directory().announce(announced);
  }

  /** In one process the directory is one object, and there is nothing to wait for. */
  private Future<Void> untilKnown() {
    return vertx.isClustered()
        ? vertx.timer(UNTIL_KNOWN.toMillis(), TimeUnit.MILLISECONDS).mapEmpty()
        : Future.succeededFuture();
  }

  /** After it nothing that is signed here is accepted for long. */
  public Future<Void> withdraw() {
    vertx.cancelTimer(rotation);
    ServiceInstance last = announced;
    announced = null;
    return last == null ? Future.succeededFuture() : runtime.directory().withdraw(last);
  }

  /** A signed word for {@code audience} that {@code caller} is who asks; times in seconds. */
  String sign(Principal caller, Collection<String> audience, long issuedAt, long expiresAt) {
    return signing.sign(runtime.instanceId(), caller, audience, issuedAt, expiresAt);
  }
}
