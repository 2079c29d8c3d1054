package io.jangteo.launcher.heal;

import io.jangteo.cluster.RepublishingCluster;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's entries in the registry. While a member is frozen the registry does not answer for up
 * to ten seconds: nothing here is waited for, and one thing is asked at a time. Confined to one
 * context.
 */
final class Registrations {
  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(15);
  private static final Duration UNSETTLED = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final RepublishingCluster manager;
  private Future<?> question = Future.succeededFuture();
  private long askedAt;
  private long answeredFor;
  private Set<String> last = Set.of();
  private Set<String> before = Set.of();
  private Set<String> strangers = Set.of();
  private long sweptAt = System.nanoTime();
  private List<String> members = List.of();
  private long changedAt = System.nanoTime();

  Registrations(Vertx vertx, RepublishingCluster manager) {
    this.vertx = vertx;
    this.manager = manager;
    this.askedAt = System.nanoTime();
    this.answeredFor = askedAt;
  }

  /** Addresses that were missing both times the registry answered last. */
  Set<String> missing() {
    Set<String> both = new TreeSet<>(last);
    both.retainAll(before);
    return both;
  }

  /** Whether the registry has answered a question that was asked after {@code time}. */
  boolean isKnownSince(long time) {
    return answeredFor - time > 0;
  }

  /** Asks, unless an answer is still awaited. */
  void look() {
    if (!question.isComplete()) {
      return;
    }
    run(manager::missing)
        .onSuccess(
            missing -> {
              answeredFor = askedAt;
              before = last;
              last = missing;
            });
  }

  /**
   * Looks at once while members have come or gone lately, for a merge may cost addresses. Gives
   * whether some are missing then.
   */
  boolean areMissingAfterAChange(List<String> present, long now) {
    if (!present.equals(members)) {
      members = present;
      changedAt = now;
    }
    if (now - changedAt > UNSETTLED.toNanos()) {
      return false;
    }
    look();
    return !missing().isEmpty();
  }

  /** Succeeds when everything is registered anew, which begins when the registry has answered. */
  Future<Void> republish() {
    return question
        .otherwiseEmpty()
        .compose(
            ignored ->
                run(
                    () -> {
                      manager.republish();
                      return null;
                    }));
  }

  /** The oldest member removes what belongs to nobody, once it has been so for two sweeps. */
  void sweep() {
    long now = System.nanoTime();
    List<String> present = manager.getNodes();
    boolean oldest = !present.isEmpty() && present.get(0).equals(manager.getNodeId());
    if (!question.isComplete() || !oldest || now - sweptAt < BETWEEN_SWEEPS.toNanos()) {
      return;
    }
    sweptAt = now;
    run(this::removeStrangers).onSuccess(found -> strangers = found);
  }

  private Set<String> removeStrangers() {
    Set<String> found = manager.strangers();
    Set<String> again = new HashSet<>(found);
    again.retainAll(strangers);
    for (String node : again) {
      LOG.atWarn()
          .addKeyValue("node", node)
          .log("registered addresses belong to no member: removed");
      manager.forget(node);
      found.remove(node);
    }
    return found;
  }

  private <T> Future<T> run(Callable<T> work) {
    askedAt = System.nanoTime();
    Future<T> answer = vertx.executeBlocking(work, false);
    question = answer;
    return answer;
  }
}
