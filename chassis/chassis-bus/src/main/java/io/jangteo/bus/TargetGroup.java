package io.jangteo.bus;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** The instances of one service, and the choice among them. */
final class TargetGroup {
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  private final String service;
  private final Target[] targets;
  private final Shares shares;

  /**
   * @param targets at least one
   * @param weights by version; empty when every instance is as good as the other
   */
  TargetGroup(String service, List<Target> targets, Map<String, Integer> weights) {
    this.service = service;
    this.targets = targets.toArray(Target[]::new);
    this.shares = Shares.of(targets, weights);
  }

  Target[] targets() {
    return targets;
  }

  /** Whether some instance other than this one is fit. */
  boolean hasFitBeside(Target one) {
    return hasFitBeside(one, Long.MAX_VALUE);
  }

  /** The same, and has not kept everybody waiting for so long. */
  boolean hasFitBeside(Target one, long quietNanos) {
    for (Target target : targets) {
      if (target != one && target.isFit() && !target.isQuiet(quietNanos)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The instance that the call wishes for; otherwise of two taken at random the one with less to
   * do; of all, where these are not fit. Where none is fit, one of those: a service that fails as a
   * whole is better asked than not. Never the one that the call was sent to last.
   *
   * @return null when there is only that one
   * @throws ServiceFailure when the breakers of all are open, or there is no such instance
   */
  Target pick(BusCall call) {
    String routeClass = call.ask().routeClass();
    Target avoided = call.last();
    return call.wish() == null
        ? pickAny(routeClass, avoided)
        : wished(call.wish(), routeClass, avoided);
  }

  private Target pickAny(String routeClass, Target avoided) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Target[] from = shares.isEven() ? targets : shares.at(random.nextLong());
    int first = random.nextInt(from.length);
    int step = from.length == 1 ? 0 : 1 + random.nextInt(from.length - 1);
    Target one = from[first];
    Target other = from[(first + step) % from.length];
    boolean oneMay = one.isFit() && may(one, routeClass, avoided);
    boolean otherMay = other.isFit() && may(other, routeClass, avoided);
    if (oneMay && otherMay) {
      return one.pending() <= other.pending() ? one : other;
    }
    return oneMay ? one : otherMay ? other : pickOfAll(routeClass, avoided);
  }

  private Target pickOfAll(String routeClass, Target avoided) {
    Target best = null;
    for (Target target : targets) {
      if (may(target, routeClass, avoided) && (best == null || isBetter(target, best))) {
        best = target;
      }
    }
    if (best == null && (targets.length > 1 || targets[0] != avoided)) {
      throw open(routeClass);
    }
    return best;
  }

  private static boolean isBetter(Target one, Target other) {
    return one.isFit() == other.isFit() ? one.pending() < other.pending() : one.isFit();
  }

  private static boolean may(Target target, String routeClass, Target avoided) {
    return target != avoided && target.breaker(routeClass).permits();
  }

  private Target wished(Ask.Wish wish, String routeClass, Target avoided) {
    if (wish.key().isPresent()) {
      return byKey(wish.key().get(), routeClass, avoided);
    }
    Predicate<Target> meant =
        wish.instance().isPresent()
            ? target -> target.instance().instanceId().equals(wish.instance().get())
            : target -> target.instance().version().equals(wish.version().orElseThrow());
    return Arrays.stream(targets)
        .filter(meant)
        .min(Comparator.comparingInt(Target::pending))
        .orElseThrow(
            () -> ServiceFailure.of(FailureCode.UNPROCESSABLE, "No such instance is running"));
  }

  /** Rendezvous hashing: when an instance comes or goes only its own share of the keys moves. */
  private Target byKey(String key, String routeClass, Target avoided) {
    Target best = null;
    long bestScore = 0;
    // Of two keys that weigh differently each stays with its version.
    Target[] from = shares.isEven() ? targets : shares.at(mix(hash(key)));
    for (Target target : from) {
      if (target.isFit() && may(target, routeClass, avoided)) {
        long score = mix(target.addressHash() ^ hash(key));
        if (best == null || score > bestScore) {
          best = target;
          bestScore = score;
        }
      }
    }
    return best == null ? pickAny(routeClass, avoided) : best;
  }

  /** FNV-1a over 64 bits. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finisher of SplitMix64: every bit of the input moves every bit of the result. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  private ServiceFailure open(String routeClass) {
    Duration wait =
        Arrays.stream(targets)
            .map(target -> target.breaker(routeClass).untilTrial())
            .min(Comparator.naturalOrder())
            .orElse(LEAST_PAUSE);
    return ServiceFailure.unavailable(
        "The service fails too often just now",
        wait.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : wait.plusMillis(999),
        new BreakerOpenException(service, routeClass));
  }
}
