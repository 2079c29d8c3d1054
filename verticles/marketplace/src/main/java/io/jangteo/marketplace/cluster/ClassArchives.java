package io.jangteo.marketplace.cluster;

import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What Java has read and verified of a release, kept in a file beside it (class data sharing): with
 * it a process starts for little more than half the CPU time. An archive is a cache. Java takes it
 * only when the same Java made it of the very same jar, and does without it otherwise.
 *
 * <p>It is made by a rehearsal: a start with settings that lead nowhere, which loads what every
 * start loads and ends where its database would be. Blocking, for a thread of its own.
 */
public final class ClassArchives {
  private static final Path NICE = Path.of("/usr/bin/nice");
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration ENDING = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 100;

  /** Exit status of a service that was stopped, and of one that had no database. */
  private static final Set<Integer> ENDED = Set.of(0, 1);

  private final Path project;

  /**
   * @param project folder with the JVM options of a service and the settings of a rehearsal
   */
  public ClassArchives(Path project) {
    this.project = project;
  }

  /** Where the archive of a release is when this Java has made it. */
  public static Path of(Path release) {
    return release.resolveSibling(Releases.stem(release) + "." + Runtime.version() + ".jsa");
  }

  /** What makes Java take it; empty while there is none. */
  public static Optional<String> option(Path release) {
    return Optional.of(of(release))
        .filter(Files::exists)
        .map(archive -> "-XX:SharedArchiveFile=" + archive);
  }

  /** The copy of what was built last of a service. */
  public Path built(Home home, ServiceKind service) throws IOException {
    return new Releases(home, project).built(service);
  }

  /**
   * Copies what was built last of all services and makes the archives that are missing; what is of
   * another build is deleted. For homes that share their releases, before any of them is used.
   *
   * @param home whose releases
   */
  public void makeMissing(Home home) throws IOException, InterruptedException {
    Releases releases = new Releases(home, project);
    Set<Path> built = new HashSet<>();
    List<Path> missing = new ArrayList<>();
    for (ServiceKind service : ServiceKind.values()) {
      Path release = releases.built(service);
      built.add(release);
      if (service != ServiceKind.INFRASTRUCTURE && !Files.exists(of(release))) {
        missing.add(release);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    Releases.removeAllBut(built, home);
    for (Path release : missing) {
      make(release);
    }
  }

  /**
   * Rehearses a start of a service and keeps what was loaded; takes some seconds of CPU time, at
   * the lowest priority.
   *
   * @throws IOException with what was printed, when no archive came of it
   * @throws InterruptedException when interrupted; nothing is left then
   */
  public void make(Path release) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("rehearsal");
    Path draft = release.resolveSibling(of(release).getFileName() + "." + work.getFileName());
    Path log = work.resolve("log");
    try {
      boolean ended = rehearse(release, draft, work, log);
      if (!ended || !Files.exists(draft)) {
        throw new IOException("no archive of " + release + ":\n" + Files.readString(log));
      }
      Files.move(draft, of(release), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
      Files.deleteIfExists(log);
      Files.deleteIfExists(work.resolve("serving"));
      Files.deleteIfExists(work);
    }
  }

  /** Gives whether it came to its end; what was killed may have left half an archive. */
  private boolean rehearse(Path release, Path draft, Path work, Path log)
      throws IOException, InterruptedException {
    Path serving = work.resolve("serving");
    ProcessBuilder builder = new ProcessBuilder(command(release, draft));
    builder.environment().clear();
    builder.environment().put("PROCESS_RUN_FILE", serving.toString());
    Process process =
        builder
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      awaitEndOrServing(process, serving);
      process.destroy();
      return process.waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)
          && ENDED.contains(process.exitValue());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** What needs no database serves, and would for ever. */
  private static void awaitEndOrServing(Process process, Path serving) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!Files.exists(serving) && System.nanoTime() < deadline) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private List<String> command(Path release, Path draft) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", "19"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + project.resolve("cli/service.jvm"),
            "-XX:ArchiveClassesAtExit=" + draft,
            "-jar",
            release.toString(),
            "-cluster",
            "-conf",
            project.resolve("cluster-config/rehearsal.json").toString()));
    return command;
  }
}
