package io.jangteo.marketplace.cluster;

import io.jangteo.marketplace.cluster.Launcher.Started;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts one process in the place of another. The new one is there first wherever two may be: then
 * the old one is drained, and whoever asked it asks the new one.
 */
final class Succession {
  private static final Duration END = Duration.ofSeconds(5);

  private final Home home;
  private final ProcessFolder folder;
  private final Launcher launcher;
  private final Consumer<String> progress;

  Succession(Home home, ProcessFolder folder, Launcher launcher, Consumer<String> progress) {
    this.home = home;
    this.folder = folder;
    this.launcher = launcher;
    this.progress = progress;
  }

  /**
   * Ends what a verb that was interrupted has begun: a successor that is ready takes its place, any
   * other goes.
   */
  void settle() throws IOException, InterruptedException {
    for (ExpectedProcess successor : folder.expected()) {
      if (successor.instance().successor()) {
        settle(successor);
      }
    }
  }

  private void settle(ExpectedProcess successor) throws IOException, InterruptedException {
    Optional<ExpectedProcess> former = folder.find(successor.instance().place());
    if (!new Readiness().isReady(Optional.of(successor))) {
      discard(successor);
      return;
    }
    if (former.isPresent()) {
      stop(former.get());
    }
    folder.adopt(successor.instance());
    progress.accept(successor.instance().place().name() + " replaced, as was begun before");
  }

  /**
   * Returns when the old one has gone.
   *
   * @throws RollFailedException when the new one does not come up; the old one is there as before
   */
  Replaced replace(ExpectedProcess former, Path release) throws IOException, InterruptedException {
    Instance place = former.instance();
    boolean sharesPort = place.service() == ServiceKind.GATEWAY && SharedPorts.ARE_POSSIBLE;
    boolean first = sharesPort || place.service().mayBeTwice();
    Replaced replaced = first ? besides(former, release) : afterwards(former, release);
    progress.accept(replaced.describe());
    return replaced;
  }

  private Replaced besides(ExpectedProcess former, Path release)
      throws IOException, InterruptedException {
    Instance place = former.instance();
    long begun = System.nanoTime();
    ExpectedProcess successor = start(place.next(), release);
    long ready = System.nanoTime();
    stop(former);
    folder.adopt(place.next());
    long gone = System.nanoTime();
    return replaced(former, successor, millis(begun, ready), millis(ready, gone), 0);
  }

  private ExpectedProcess start(Instance instance, Path release)
      throws IOException, InterruptedException {
    Started started = launcher.launch(instance, release);
    try {
      new ReadyWatch(folder, line -> {}).await(List.of(started));
      ExpectedProcess found = folder.find(instance).orElseThrow();
      if (instance.service().isOnTheBus()) {
        String id = found.report().orElseThrow().instance();
        new RoutedWatch(home, folder).await(instance.service(), id);
      }
      return found;
    } catch (IOException | RuntimeException e) {
      folder.find(instance).ifPresent(this::discardQuietly);
      throw new RollFailedException(instance.place(), e);
    } catch (InterruptedException e) {
      folder.find(instance).ifPresent(this::discardQuietly);
      throw e;
    }
  }

  /** For what is known by one address: it is away for a moment, and its callers wait. */
  private Replaced afterwards(ExpectedProcess former, Path release)
      throws IOException, InterruptedException {
    Instance place = former.instance();
    long begun = System.nanoTime();
    new ClusterStop(home, line -> {}).stop(List.of(former));
    long gone = System.nanoTime();
    try {
      new ReadyWatch(folder, line -> {}).await(List.of(launcher.launch(place, release)));
    } catch (IOException e) {
      new ReadyWatch(folder, line -> {}).await(List.of(launcher.launch(place, former.release())));
      throw new RollFailedException(place, e);
    }
    long ready = System.nanoTime();
    ExpectedProcess successor = folder.find(place).orElseThrow();
    return replaced(
        former, successor, millis(gone, ready), millis(begun, gone), millis(gone, ready));
  }

  private static Replaced replaced(
      ExpectedProcess former, ExpectedProcess successor, long started, long drained, long away) {
    return new Replaced(
        former.instance().name(),
        former.process().pid(),
        successor.process().pid(),
        former.release().getFileName().toString(),
        successor.release().getFileName().toString(),
        started,
        drained,
        away);
  }

  /** In order, and it stays expected until its successor takes its name. */
  private void stop(ExpectedProcess former) throws IOException, InterruptedException {
    new ClusterStop(home, line -> {}).stop(List.of(former));
  }

  private void discardQuietly(ExpectedProcess successor) {
    try {
      discard(successor);
    } catch (IOException | InterruptedException e) {
      progress.accept(successor.instance().name() + " is left over: " + e.getMessage());
    }
  }

  /** It may serve already, and then it must stop in order. */
  private void discard(ExpectedProcess successor) throws IOException, InterruptedException {
    if (successor.report().isPresent()) {
      new ClusterStop(home, line -> {}).stop(List.of(successor));
      return;
    }
    successor.process().kill();
    if (!successor.process().awaitEnd(END)) {
      throw new IOException("process " + successor.process().pid() + " cannot be killed");
    }
    folder.forget(successor.instance());
  }

  private static long millis(long from, long to) {
    return (to - from) / 1_000_000;
  }
}
