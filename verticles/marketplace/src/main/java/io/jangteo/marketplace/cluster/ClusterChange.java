package io.jangteo.marketplace.cluster;

import io.jangteo.marketplace.cluster.Launcher.Started;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Changes a running cluster: more or fewer processes of a service, or the same ones anew. */
public final class ClusterChange {
  private final Home home;
  private final Consumer<String> progress;
  private final ProcessFolder folder;
  private final ClusterSettings settings;
  private final Launcher launcher;
  private final Releases releases;
  private final Succession succession;

  /**
   * @throws IOException when no cluster was started here
   */
  public ClusterChange(Home home, Path project, Consumer<String> progress) throws IOException {
    this(home, project, progress, Map.of());
  }

  /**
   * @param variables in the environment of whatever this starts, beside ours
   * @throws IOException when no cluster was started here
   */
  public ClusterChange(
      Home home, Path project, Consumer<String> progress, Map<String, String> variables)
      throws IOException {
    this.home = home;
    this.progress = progress;
    this.folder = new ProcessFolder(home);
    this.settings =
        ClusterSettings.read(home)
            .orElseThrow(
                () -> new IOException("no cluster was started here; see ./jangteo cluster"));
    this.launcher =
        new Launcher(
            home,
            project,
            folder,
            new ClusterEnvironment(settings, Credentials.load(home)),
            variables);
    this.releases = new Releases(home, project);
    this.succession = new Succession(home, folder, launcher, progress);
  }

  /** Returns when exactly so many are ready; the dead are started again first, or forgotten. */
  public void scale(ServiceKind service, int count) throws IOException, InterruptedException {
    CanaryNote.refuse(home, service);
    succession.settle();
    List<ExpectedProcess> expected = folder.expected(service);
    List<ExpectedProcess> surplus = surplus(expected, count);
    List<Instance> wanted = new ArrayList<>();
    expected.stream()
        .filter(each -> !surplus.contains(each) && !each.isAlive())
        .forEach(each -> wanted.add(each.instance()));
    List<Integer> taken = expected.stream().map(each -> each.instance().number()).toList();
    IntStream.iterate(1, number -> number + 1)
        .filter(number -> !taken.contains(number))
        .limit(Math.max(0, count - expected.size()))
        .forEach(number -> wanted.add(new Instance(service, number)));
    Path release = releaseOf(service);
    new ClusterStop(home, progress).stop(surplus);
    launch(wanted, release);
    noteGateways();
    Releases.removeUnused(home, folder);
  }

  /** Those to go: the dead first, then the highest numbers. */
  private static List<ExpectedProcess> surplus(List<ExpectedProcess> expected, int count) {
    return expected.stream()
        .sorted(
            Comparator.comparing(ExpectedProcess::isAlive)
                .thenComparing(each -> -each.instance().number()))
        .limit(Math.max(0, expected.size() - count))
        .toList();
  }

  /** What is run of it already: only {@link #roll} brings in what was built since. */
  private Path releaseOf(ServiceKind service) throws IOException {
    return folder.expected(service).stream()
        .map(ExpectedProcess::release)
        .filter(Files::exists)
        .findFirst()
        .orElse(releases.built(service));
  }

  /**
   * Starts again what is dead; when all live, stops and starts one after the other. Each runs the
   * jar that it ran before.
   */
  public void restart(ServiceKind service) throws IOException, InterruptedException {
    CanaryNote.refuse(home, service);
    succession.settle();
    List<ExpectedProcess> expected = folder.expected(service);
    List<ExpectedProcess> dead = expected.stream().filter(each -> !each.isAlive()).toList();
    if (!dead.isEmpty()) {
      List<Started> started = new ArrayList<>();
      for (ExpectedProcess each : dead) {
        started.add(launcher.launch(each.instance(), each.release()));
      }
      new ReadyWatch(folder, progress).await(started);
      return;
    }
    for (ExpectedProcess each : expected) {
      new ClusterStop(home, progress).stop(List.of(each));
      launch(List.of(each.instance()), each.release());
    }
  }

  /**
   * Replaces every process of a service by one of what was built last, one at a time, each only
   * when its successor is ready and every gateway asks it.
   *
   * @return what was done, in order
   * @throws RollFailedException when a new process does not come up; the old one goes on
   */
  public List<Replaced> roll(ServiceKind service) throws IOException, InterruptedException {
    return roll(service, releases.built(service));
  }

  /**
   * The same with a jar that was built elsewhere.
   *
   * @param jar of the same service
   */
  public List<Replaced> roll(ServiceKind service, Path jar)
      throws IOException, InterruptedException {
    CanaryNote.refuse(home, service);
    succession.settle();
    Path release = releases.of(service, jar);
    return replace(folder.expected(service), release);
  }

  private List<Replaced> replace(List<ExpectedProcess> all, Path release)
      throws IOException, InterruptedException {
    List<Replaced> done = new ArrayList<>();
    for (ExpectedProcess each : all) {
      done.add(succession.replace(each, release));
    }
    Releases.removeUnused(home, folder);
    return done;
  }

  /**
   * Starts one instance of another version beside those of a service and gives it a share of the
   * calls; takes both back when it does worse. Returns when it was watched for long enough, or is
   * gone again.
   *
   * @param jar null for what was built last
   * @param percent its share; 100 with the others kept in reserve
   */
  public CanaryReport canary(ServiceKind service, Path jar, int percent, CanaryRules rules)
      throws IOException, InterruptedException {
    succession.settle();
    Path release = jar == null ? releases.built(service) : releases.of(service, jar);
    CanaryReport report = canary(service).start(release, percent, rules);
    Releases.removeUnused(home, folder);
    return report;
  }

  /** Replaces the others by the version of the canary, which then goes. */
  public List<Replaced> promote(ServiceKind service) throws IOException, InterruptedException {
    succession.settle();
    Canary canary = canary(service);
    List<Replaced> done = replace(canary.others(), canary.release());
    canary.dissolve();
    Releases.removeUnused(home, folder);
    return done;
  }

  /** Only the others are left. */
  public void abort(ServiceKind service) throws IOException, InterruptedException {
    canary(service).abort();
    Releases.removeUnused(home, folder);
  }

  private Canary canary(ServiceKind service) {
    return new Canary(home, folder, settings, launcher, progress, service);
  }

  private void launch(List<Instance> instances, Path release)
      throws IOException, InterruptedException {
    List<Started> started = new ArrayList<>();
    for (Instance instance : instances) {
      started.add(launcher.launch(instance, release));
    }
    new ReadyWatch(folder, progress).await(started);
  }

  /** Clients read where the gateways are. */
  private void noteGateways() throws IOException {
    List<String> urls =
        folder.expected(ServiceKind.GATEWAY).stream()
            .map(each -> settings.gatewayUrl(each.instance().number()))
            .toList();
    Optional<RunState> state = RunState.read(home);
    if (state.isPresent() && !urls.isEmpty() && !urls.equals(state.get().urls())) {
      state.get().withUrls(urls).write(home);
    }
  }
}
