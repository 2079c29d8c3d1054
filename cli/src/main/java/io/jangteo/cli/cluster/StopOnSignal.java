package io.jangteo.cli.cluster;

import io.jangteo.marketplace.cluster.ClusterStop;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a cluster when the process that started it is told to end. While it is still starting, the
 * starting thread is interrupted and tidies up itself: nobody else knows what it is about to start.
 */
final class StopOnSignal {
  private static final int TIDYING_SECONDS = 120;

  private final Home home;
  private final Thread starter = Thread.currentThread();
  private final Thread hook = new Thread(this::stop, "cluster-stop");
  private final CountDownLatch startEnded = new CountDownLatch(1);
  private volatile boolean started;
  private volatile boolean stopping;

  private StopOnSignal(Home home) {
    this.home = home;
  }

  static StopOnSignal install(Home home) {
    StopOnSignal installed = new StopOnSignal(home);
    Runtime.getRuntime().addShutdownHook(installed.hook);
    return installed;
  }

  /** From now on there is a whole cluster to stop. */
  void started() {
    started = true;
    startEnded.countDown();
  }

  /** Nothing runs any more. */
  void startFailed() {
    startEnded.countDown();
    dismiss();
  }

  /** The cluster outlives this process. */
  void dismiss() {
    if (!stopping) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  boolean isStopping() {
    return stopping;
  }

  private void stop() {
    stopping = true;
    System.out.println("stopping");
    try {
      if (started) {
        new ClusterStop(home, System.out::println).stopAll();
      } else {
        starter.interrupt();
        startEnded.await(TIDYING_SECONDS, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      System.err.println("jangteo: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
