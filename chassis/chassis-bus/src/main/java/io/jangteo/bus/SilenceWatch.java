package io.jangteo.bus;

import io.jangteo.bus.resilience.OutlierRules;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;

/**
 * Finds instances that have stopped without dying, as a frozen process has. One that owes answers
 * and gives none is probed; one that does not answer the probe is asked nothing until it does, and
 * what may be sent twice is taken back from it. Calls that wait on purpose do no harm: a probe is
 * answered at once.
 */
final class SilenceWatch {
  /** One may be lost while the cluster gets over another's death. */
  private static final int MISSED_PROBES = 2;

  private final Vertx vertx;
  private final Targets targets;
  private final OutlierRules rules;

  SilenceWatch(Vertx vertx, Targets targets, OutlierRules rules) {
    this.vertx = vertx;
    this.targets = targets;
    this.rules = rules;
  }

  void start() {
    vertx.setPeriodic(Math.max(1, rules.quiet().toMillis() / 2), ignored -> look());
  }

  private void look() {
    for (TargetGroup group : targets.groups()) {
      for (Target target : group.targets()) {
        if (target.isDueForProbe(rules.quiet().toNanos())) {
          probe(group, target);
        }
      }
    }
  }

  private void probe(TargetGroup group, Target target) {
    DeliveryOptions options =
        new DeliveryOptions()
            .setHeaders(MultiMap.caseInsensitiveMultiMap().set(BusHeaders.ACTION, BusService.PROBE))
            .setSendTimeout(rules.probeTimeout().toMillis());
    target.probed(true);
    vertx
        .eventBus()
        .request(target.address(), Buffer.buffer(), options)
        .onSuccess(ignored -> target.heard())
        .onFailure(ignored -> unanswered(group, target))
        .onComplete(ignored -> target.probed(false));
  }

  private static void unanswered(TargetGroup group, Target target) {
    if (target.missedProbe() < MISSED_PROBES) {
      return;
    }
    target.fallSilent("has fallen silent");
    if (group.hasFitBeside(target)) {
      target.giveUpMovable();
    }
  }
}
