package io.jangteo.marketplace.cluster;

import io.jangteo.marketplace.cluster.Launcher.Started;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One instance of another version beside those of a service, with a share of its calls that is
 * taken away again when it does worse than they do.
 */
final class Canary {
  private static final long POLL_MILLIS = 500;

  /** What the old version gets while the new one gets nothing. */
  private static final int ALL = 100;

  private final Home home;
  private final ProcessFolder folder;
  private final ClusterSettings settings;
  private final Launcher launcher;
  private final Consumer<String> progress;
  private final ServiceKind service;

  Canary(
      Home home,
      ProcessFolder folder,
      ClusterSettings settings,
      Launcher launcher,
      Consumer<String> progress,
      ServiceKind service) {
    this.home = home;
    this.folder = folder;
    this.settings = settings;
    this.launcher = launcher;
    this.progress = progress;
    this.service = service;
  }

  /**
   * Returns when it has been watched for long enough, or is gone again.
   *
   * @param percent its share
   * @throws RollFailedException when it does not come up; everything is as before
   */
  CanaryReport start(Path release, int percent, CanaryRules rules)
      throws IOException, InterruptedException {
    CanaryNote.refuse(home, service);
    List<ExpectedProcess> others = folder.expected(service);
    CanaryNote note = note(others, release, percent);
    VersionWeights weights = weights();
    // Before it is there: a version without a weight is one like the others.
    weights.set(Map.of(note.oldVersion(), ALL));
    note.write(home, service);
    try {
      launch(note);
    } catch (IOException e) {
      end(note);
      throw e;
    }
    weights.set(shares(note));
    progress.accept(
        instance(note).name()
            + " ("
            + note.version()
            + ") is ready and gets "
            + percent
            + " % of the calls");
    return watch(note, others, rules);
  }

  private static Map<String, Integer> shares(CanaryNote note) {
    return Map.of(note.oldVersion(), ALL - note.percent(), note.version(), note.percent());
  }

  private CanaryNote note(List<ExpectedProcess> others, Path release, int percent)
      throws IOException {
    String oldVersion =
        others.stream()
            .filter(ExpectedProcess::isAlive)
            .flatMap(each -> each.report().stream())
            .map(ProcessReport::version)
            .findFirst()
            .orElseThrow(() -> new IOException("no process of " + service.title() + " is alive"));
    String version = Releases.versionOf(release);
    int number = 1 + others.stream().mapToInt(each -> each.instance().number()).max().orElse(0);
    // Shares go by versions, and two builds of one are to be told apart.
    String name = version.equals(oldVersion) ? version + "+" + Releases.digestOf(release) : version;
    return new CanaryNote(number, release.toString(), name, oldVersion, percent);
  }

  private void launch(CanaryNote note) throws IOException, InterruptedException {
    Instance instance = instance(note);
    try {
      Started started = launcher.launch(instance, Path.of(note.release()), note.version());
      new ReadyWatch(folder, line -> {}).await(List.of(started));
      String id = folder.find(instance).orElseThrow().report().orElseThrow().instance();
      new RoutedWatch(home, folder).await(service, id);
    } catch (IOException e) {
      throw new IOException(instance.name() + " did not come up: " + e.getMessage(), e);
    }
  }

  private Instance instance(CanaryNote note) {
    return new Instance(service, note.number());
  }

  private CanaryReport watch(CanaryNote note, List<ExpectedProcess> others, CanaryRules rules)
      throws IOException, InterruptedException {
    ExpectedProcess canary = folder.find(instance(note)).orElseThrow();
    InstanceLoad canaryBefore = InstanceLoad.of(canary);
    InstanceLoad othersBefore = of(others);
    InstanceLoad seen = InstanceLoad.NONE;
    long begun = System.nanoTime();
    Optional<String> why = Optional.empty();
    while (why.isEmpty() && System.nanoTime() - begun < rules.watch().toNanos()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      try {
        seen = InstanceLoad.of(canary).minus(canaryBefore);
        why = rules.judge(seen, of(others).minus(othersBefore));
      } catch (IOException e) {
        why =
            Optional.of(canary.isAlive() ? "it does not answer any more" : "its process has died");
      }
    }
    long judged = System.nanoTime();
    if (why.isPresent()) {
      progress.accept("rolling back: " + why.get());
      askNoMore(note);
    }
    long back = System.nanoTime();
    if (why.isPresent()) {
      end(note);
    }
    return new CanaryReport(
        canary.instance().name(),
        note.version(),
        why.isEmpty(),
        why.orElse(""),
        (long) seen.requests(),
        (long) seen.failed(),
        (judged - begun) / 1_000_000,
        why.isEmpty() ? 0 : (back - judged) / 1_000_000);
  }

  /** Its end, which follows, has the same effect a little later. */
  private void askNoMore(CanaryNote note) throws IOException, InterruptedException {
    try {
      weights().set(Map.of(note.oldVersion(), ALL));
    } catch (IOException e) {
      progress.accept("its share could not be taken away: " + e.getMessage());
    }
  }

  /** All of the old version together; one that does not tell counts as nothing. */
  private static InstanceLoad of(List<ExpectedProcess> others) throws InterruptedException {
    InstanceLoad sum = InstanceLoad.NONE;
    for (ExpectedProcess each : others) {
      try {
        sum = sum.plus(InstanceLoad.of(each));
      } catch (IOException e) {
        continue;
      }
    }
    return sum;
  }

  /** It gets nothing more, finishes what it has, and is gone. */
  void abort() throws IOException, InterruptedException {
    CanaryNote note = noted();
    askNoMore(note);
    end(note);
  }

  /** The jar that the others are to run, too. */
  Path release() throws IOException {
    return Path.of(noted().release());
  }

  /** Those it is beside. */
  List<ExpectedProcess> others() throws IOException {
    CanaryNote note = noted();
    List<ExpectedProcess> others = new ArrayList<>(folder.expected(service));
    others.removeIf(each -> each.instance().equals(instance(note)));
    return others;
  }

  /** There is one version only: all are equal, and it is not needed any more. */
  void dissolve() throws IOException, InterruptedException {
    end(noted());
  }

  private CanaryNote noted() throws IOException {
    return CanaryNote.read(home, service)
        .orElseThrow(() -> new IOException(service.title() + " has no canary"));
  }

  private void end(CanaryNote note) throws IOException, InterruptedException {
    Optional<ExpectedProcess> canary = folder.find(instance(note));
    if (canary.isPresent()) {
      new ClusterStop(home, progress).stop(List.of(canary.get()));
    }
    weights().clear();
    CanaryNote.remove(home, service);
  }

  private VersionWeights weights() throws IOException {
    List<URI> gateways = new ArrayList<>();
    for (ExpectedProcess each : folder.expected(ServiceKind.GATEWAY)) {
      if (each.isAlive() && each.managementPort() > 0) {
        gateways.add(URI.create(settings.gatewayUrl(each.instance().number())));
      }
    }
    if (gateways.isEmpty()) {
      throw new IOException("no gateway is alive to give shares; ./jangteo restart gateway");
    }
    return new VersionWeights(home, gateways, service);
  }
}
