package io.jangteo.launcher.heal;

import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.cluster.RepublishingCluster;
import io.jangteo.launcher.heal.NodeReport.PeerReport;
import io.jangteo.launcher.heal.Round.Blame;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over this node's place in the cluster, round after round: asks the others, looks at what
 * the registry knows of this node, and says through readiness what it found. A node that cannot be
 * reached registers everything anew, and starts again when that does not help.
 */
public final class HealingVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(HealingVerticle.class);
  private static final Duration UPSET_PAUSE = Duration.ofSeconds(1);
  private static final Duration PULSE = Duration.ofMillis(500);

  /** No collection of garbage takes so long; others do not yet take the node for dead. */
  private static final Duration STANDSTILL = Duration.ofSeconds(5);

  private final RepublishingCluster manager;
  private final ServiceDirectory directory;
  private final HealingSettings settings;
  private final Health health;
  private final MeterRegistry meters;
  private final Starts starts;
  private final BooleanSupplier moved;
  private final Consumer<String> restart;
  private final Majority majority;
  private final SelfRepair repair;
  private Probing probing;
  private Registrations registrations;
  private Absences absences;
  private long pulseAt;
  private long thawedAt;
  private volatile boolean thawed;
  private volatile boolean here = true;
  private volatile Blame blame;
  private volatile long rounds;
  private volatile NodeReport report;
  private volatile boolean serving;
  private boolean calm;
  private long nextRound;
  private boolean stopping;

  /**
   * @param starts of this process so far
   * @param moved whether the node's address is no longer this machine's, and another is; blocks
   * @param restart starts the node again, for the reason it is given; called once at most
   */
  public HealingVerticle(
      RepublishingCluster manager,
      ServiceDirectory directory,
      HealingSettings settings,
      Health health,
      MeterRegistry meters,
      Starts starts,
      BooleanSupplier moved,
      Consumer<String> restart) {
    this.manager = manager;
    this.directory = directory;
    this.settings = settings;
    this.health = health;
    this.meters = meters;
    this.starts = starts;
    this.moved = moved;
    this.restart = restart;
    this.majority = new Majority(settings.lostFor());
    this.repair =
        new SelfRepair(settings.restartAfter(), starts.noneBefore(settings.restartAfter()));
  }

  @Override
  public Future<?> start() {
    String own = manager.getNodeId();
    probing = new Probing(vertx, own, manager::getNodes, directory, settings.probeTimeout());
    registrations = new Registrations(vertx, manager);
    absences = new Absences(vertx, node -> Future.future(info -> manager.getNodeInfo(node, info)));
    pulseAt = System.nanoTime();
    vertx.setPeriodic(PULSE.toMillis(), ignored -> pulse());
    health.register("cluster.registered", () -> blame != Blame.UNREGISTERED);
    health.register("cluster.reachable", () -> blame == null || blame == Blame.UNREGISTERED);
    health.register("cluster.majority", () -> here);
    health.register("cluster.awake", () -> !thawed);
    meters.gauge("jangteo.cluster.lost", this, each -> each.report().lost().size());
    meters.gauge("jangteo.cluster.unreached", this, each -> each.report().unreached().size());
    meters.gauge("jangteo.cluster.unregistered", this, each -> each.report().missing().size());
    report = describe();
    return vertx
        .eventBus()
        .consumer(Words.address(own), this::receive)
        .completion()
        .onSuccess(ignored -> round());
  }

  /** What the node of a machine of that name has to tell the others when it joins. */
  public static JsonObject introduction(String machine) {
    return Place.said(machine);
  }

  /** What was found last; from any thread. */
  public NodeReport report() {
    return report;
  }

  /** The node has started: from now on it may start again. Until then it has a deadline anyway. */
  public void serving() {
    serving = true;
  }

  private void receive(Message<Object> message) {
    if (Words.GOODBYE.equals(message.headers().get(Words.ACTION))) {
      String node = message.headers().get(Words.NODE);
      if (node != null) {
        majority.goodbye(node);
      }
    } else {
      probing.answer(message);
    }
  }

  /** Sees that time has passed in which this process did nothing, and who is gone. */
  private void pulse() {
    long now = System.nanoTime();
    if (now - pulseAt > STANDSTILL.toNanos()) {
      LOG.warn(
          "stood still for {} s; not ready until the others hear it",
          (now - pulseAt) / 1_000_000_000);
      meters.counter("jangteo.cluster.thaws").increment();
      thawed = true;
      thawedAt = now;
    }
    if (!serving || now - pulseAt > PULSE.plus(settings.probeTimeout()).toNanos()) {
      repair.postpone(now);
    }
    pulseAt = now;
    List<String> present = manager.getNodes();
    majority.present(present, now);
    setHere(majority.isHere());
    if (registrations.areMissingAfterAChange(present, now)
        && calm
        && vertx.cancelTimer(nextRound)) {
      calm = false;
      round();
    }
  }

  private void setHere(boolean next) {
    if (here != next) {
      LOG.atWarn()
          .addKeyValue("members", manager.getNodes().size())
          .addKeyValue("lost", majority.lost().size())
          .log(
              next
                  ? "on the side of the majority again"
                  : "on the side of the minority: not ready");
    }
    here = next;
  }

  private void round() {
    if (stopping) {
      return;
    }
    long begun = System.nanoTime();
    registrations.look();
    List<String> present = manager.getNodes();
    absences.look(present, majority, begun);
    absences.findDead(present, majority);
    vertx.executeBlocking(moved::getAsBoolean).onSuccess(this::followAddress);
    probing
        .ask(registrations.missing(), !here && absences.areWithinReach(majority))
        .onSuccess(found -> judge(found, begun))
        .onFailure(error -> LOG.error("a round of asking the other nodes failed", error))
        .onComplete(ignored -> next());
  }

  private void judge(Round found, long begun) {
    rounds++;
    SelfRepair.Action action = repair.after(found, System.nanoTime());
    setBlame(repair.lastingBlame(), found);
    if (thawed && begun - thawedAt > 0 && isBack(found)) {
      thawed = false;
      LOG.info("the others hear this node again");
    }
    calm = found.isClean() && here && !thawed;
    report = describe();
    act(action);
    registrations.sweep();
  }

  private boolean isBack(Round found) {
    return here
        && found.isJoined()
        && found.missing().isEmpty()
        && registrations.isKnownSince(thawedAt);
  }

  private void setBlame(Blame next, Round found) {
    if (next != blame) {
      if (next == null) {
        LOG.info("this node is well again");
      } else {
        LOG.atWarn()
            .addKeyValue("others", found.asked())
            .addKeyValue("answered", found.answered())
            .addKeyValue("missing", found.missing())
            .log("this node is not well: " + next);
      }
    }
    blame = next;
  }

  private void act(SelfRepair.Action action) {
    if (stopping || health.isDraining()) {
      return;
    }
    if (action == SelfRepair.Action.REPUBLISH) {
      meters.counter("jangteo.cluster.republished").increment();
      LOG.info("registering everything anew");
      registrations
          .republish()
          .onFailure(error -> LOG.warn("could not register anew: {}", error.getMessage()));
    } else if (action == SelfRepair.Action.RESTART) {
      stopping = true;
      restart.accept(String.valueOf(blame));
    }
  }

  /** Nobody will ever hear a node again at an address that has gone, so there is no use waiting. */
  private void followAddress(boolean elsewhere) {
    if (elsewhere && serving && !stopping && !health.isDraining()) {
      stopping = true;
      restart.accept("the address of this machine has become another");
    }
  }

  private void next() {
    Duration pause = calm ? settings.probeInterval() : UPSET_PAUSE;
    nextRound = vertx.setTimer(pause.toMillis(), ignored -> round());
  }

  private NodeReport describe() {
    return new NodeReport(
        manager.getNodeId(),
        manager.getNodes().size(),
        majority.lost(),
        manager.addresses(),
        registrations.missing(),
        probing.unreached(),
        probing.peers().map(peer -> new PeerReport(peer.node(), peer.failures())).toList(),
        blame == null ? "" : blame.toString(),
        rounds,
        starts.count());
  }

  /** Before anything else is stopped: the others will not miss this node. */
  public void goodbye() {
    context.runOnContext(
        ignored -> {
          stopping = true;
          probing.sayGoodbye();
        });
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    Set.of("registered", "reachable", "majority", "awake")
        .forEach(check -> health.remove("cluster." + check));
    return absences.close();
  }
}
