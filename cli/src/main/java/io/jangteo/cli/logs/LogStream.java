package io.jangteo.cli.logs;

import io.jangteo.marketplace.cluster.ExpectedProcess;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The logs of a home's processes as one stream, which new processes join. */
public final class LogStream {
  static final String ONE_JVM = "marketplace";
  private static final String DATABASE = "database";

  private static final String SUFFIX = ".log";
  private static final long POLL_MILLIS = 100;

  private final Home home;
  private final Predicate<String> wanted;
  private final LogView view;
  private final Map<String, LogFile> files = new LinkedHashMap<>();

  /**
   * @param wanted of which processes, by name
   */
  public LogStream(Home home, Predicate<String> wanted, LogView view) {
    this.home = home;
    this.wanted = wanted;
    this.view = view;
  }

  /** Whether that name is a process's; the database's own log says little of the market. */
  public static boolean isProcess(String name) {
    return !name.equals(DATABASE);
  }

  /** When to stop following. */
  @FunctionalInterface
  public interface End {
    boolean isReached() throws IOException;
  }

  /** Whether there is any log to show. */
  public boolean isEmpty() throws IOException {
    return names().isEmpty();
  }

  /** The latest lines of all together. */
  public void tail(int lines) throws IOException {
    Map<String, List<String>> texts = new TreeMap<>();
    for (String name : names()) {
      texts.put(name, file(name).tail(lines));
    }
    LogLine.merge(texts, lines).forEach(line -> view.print(line.process(), line.text()));
  }

  /** Leaves out what is there now. */
  public void skipToEnd() throws IOException {
    for (String name : names()) {
      file(name).skipToEnd();
    }
  }

  /** Shows what is added, until the end. */
  public void follow(End end) throws IOException, InterruptedException {
    boolean last = false;
    while (!last) {
      last = end.isReached();
      for (String name : names()) {
        file(name).next().forEach(line -> view.print(name, line));
      }
      TimeUnit.MILLISECONDS.sleep(last ? 0 : POLL_MILLIS);
    }
  }

  private LogFile file(String name) {
    return files.computeIfAbsent(name, missing -> new LogFile(path(missing)));
  }

  private Path path(String name) {
    return name.equals(DATABASE)
        ? home.postgres().resolve("postgres.log")
        : home.logs().resolve(name + SUFFIX);
  }

  /** Of what should run; when nothing should, of everything that ever did. */
  private Set<String> names() throws IOException {
    Set<String> names =
        new ProcessFolder(home)
            .expected().stream()
                .map(ExpectedProcess::instance)
                .map(instance -> instance.logName())
                .collect(Collectors.toCollection(TreeSet::new));
    if (names.isEmpty() && Files.isDirectory(home.logs())) {
      try (Stream<Path> logs = Files.list(home.logs())) {
        logs.map(log -> log.getFileName().toString())
            .filter(name -> name.endsWith(SUFFIX))
            .forEach(name -> names.add(name.substring(0, name.length() - SUFFIX.length())));
      }
    }
    if (Files.exists(path(DATABASE))) {
      names.add(DATABASE);
    }
    names.removeIf(name -> !wanted.test(name));
    return names;
  }
}
