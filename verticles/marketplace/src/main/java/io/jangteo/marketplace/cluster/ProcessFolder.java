package io.jangteo.marketplace.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jangteo.marketplace.home.Home;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which processes there should be: a file for each, made when it is started and removed when it is
 * stopped on purpose, beside the one that the process writes itself. Files rather than one list, so
 * that no two verbs can overwrite each other.
 */
public final class ProcessFolder {
  private static final String LAUNCHED = ".launched";

  private final Home home;

  public ProcessFolder(Home home) {
    this.home = home;
  }

  /** All that should be there, dead or alive, in order. */
  public List<ExpectedProcess> expected() throws IOException {
    if (!Files.isDirectory(home.processes())) {
      return List.of();
    }
    List<Instance> instances;
    try (Stream<Path> files = Files.list(home.processes())) {
      instances =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(LAUNCHED))
              .map(name -> name.substring(0, name.length() - LAUNCHED.length()))
              .flatMap(name -> Instance.parse(name).stream())
              .sorted()
              .toList();
    }
    List<ExpectedProcess> expected = new ArrayList<>();
    for (Instance instance : instances) {
      find(instance).ifPresent(expected::add);
    }
    return expected;
  }

  public List<ExpectedProcess> expected(ServiceKind service) throws IOException {
    return expected().stream().filter(found -> found.instance().service() == service).toList();
  }

  /** Whether any process of this home's cluster still runs. */
  public boolean anyAlive() throws IOException {
    return expected().stream().anyMatch(ExpectedProcess::isAlive);
  }

  public Optional<ExpectedProcess> find(Instance instance) throws IOException {
    Optional<Launched> launched = read(launchedFile(instance), Launched.class);
    if (launched.isEmpty()) {
      return Optional.empty();
    }
    Optional<ProcessReport> report =
        read(reportFile(instance), ProcessReport.class)
            .filter(found -> found.pid() == launched.get().pid());
    OsProcess process = new OsProcess(launched.get().pid(), launched.get().startedMillis());
    Path release = Path.of(launched.get().release());
    return Optional.of(new ExpectedProcess(instance, process, release, report));
  }

  /** What is noted of a process when it is started. */
  private record Launched(long pid, long startedMillis, String release) {}

  void launched(Instance instance, OsProcess process, Path release) throws IOException {
    Launched launched = new Launched(process.pid(), process.startedMillis(), release.toString());
    Home.writePrivately(launchedFile(instance), Json.encode(launched).getBytes());
  }

  /** A successor has taken the place of one that is gone. */
  void adopt(Instance successor) throws IOException {
    Instance place = successor.place();
    move(reportFile(successor), reportFile(place));
    move(launchedFile(successor), launchedFile(place));
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** It should no longer be there. */
  void forget(Instance instance) throws IOException {
    Files.deleteIfExists(launchedFile(instance));
    Files.deleteIfExists(reportFile(instance));
  }

  /** Where the process is told to write what it is. */
  public Path reportFile(Instance instance) {
    return home.processes().resolve(instance.name() + ".json");
  }

  public Path log(Instance instance) {
    return home.logs().resolve(instance.logName() + ".log");
  }

  /** Says which database server was killed on purpose, until it has been started again. */
  Path killedDatabase() {
    return home.processes().resolve("database.killed");
  }

  private Path launchedFile(Instance instance) {
    return home.processes().resolve(instance.name() + LAUNCHED);
  }

  private static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    try {
      return Optional.of(Json.LENIENT.readValue(Files.readAllBytes(file), type));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
