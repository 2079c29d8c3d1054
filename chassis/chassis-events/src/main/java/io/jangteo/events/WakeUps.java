package io.jangteo.events;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Passes on that something was left to publish, to the relay of this instance and to those of the
 * others. A word that is lost costs no more than the wait for the next poll.
 */
final class WakeUps {
  /** Others are told no more often than that. */
  private static final int TELL_MILLIS = 5;

  private final Vertx vertx;
  private final Context context;
  private final Share share;
  private final IntConsumer here;
  private final AtomicInteger woken = new AtomicInteger();
  private int untold;
  private boolean telling;

  /**
   * @param here is told all of it
   */
  WakeUps(Vertx vertx, Context context, Share share, IntConsumer here) {
    this.vertx = vertx;
    this.context = context;
    this.share = share;
    this.here = here;
  }

  /**
   * From any thread; many of them at once are one.
   *
   * @param partitions see {@link Partitions#mask}, not 0
   */
  void wake(int partitions) {
    if (woken.getAndUpdate(before -> before | partitions) == 0) {
      context.runOnContext(ignored -> pass(woken.getAndSet(0)));
    }
  }

  private void pass(int partitions) {
    here.accept(partitions);
    if (share.hasPeers()) {
      untold |= partitions & ~share.mask();
      tell();
    }
  }

  private void tell() {
    if (untold == 0 || telling || share.store() == null) {
      return;
    }
    telling = true;
    int partitions = untold;
    untold = 0;
    share
        .store()
        .tell(partitions)
        .transform(ignored -> vertx.timer(TELL_MILLIS, TimeUnit.MILLISECONDS))
        .onComplete(ignored -> toldThem());
  }

  private void toldThem() {
    telling = false;
    tell();
  }
}
