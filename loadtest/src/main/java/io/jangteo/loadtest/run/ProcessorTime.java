package io.jangteo.loadtest.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time of processes and everything that descends from them, children that have ended
 * included, as {@code /proc} counts it.
 *
 * @param secondsByName processes of one name together
 */
public record ProcessorTime(Map<String, Double> secondsByName) {
  /** What {@code /proc} counts in, on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private static final Path PROC = Path.of("/proc");
  private static final int PARENT = 1;
  private static final int FIRST_TIME = 11;
  private static final int TIMES = 4;

  public ProcessorTime {
    secondsByName = Map.copyOf(secondsByName);
  }

  /** Up to now; a process that is gone has none. */
  public static ProcessorTime read(List<WatchedProcess> processes) {
    Map<Long, Entry> table = table();
    Map<String, Double> seconds = new HashMap<>();
    Set<Long> counted = new HashSet<>();
    processes.forEach(process -> counted.add(process.pid()));
    for (WatchedProcess process : processes) {
      long ticks = ticks(process.pid(), table, counted);
      seconds.merge(process.name(), ticks / TICKS_PER_SECOND, Double::sum);
    }
    return new ProcessorTime(seconds);
  }

  public ProcessorTime minus(ProcessorTime earlier) {
    Map<String, Double> difference = new TreeMap<>(secondsByName);
    earlier.secondsByName.forEach((name, seconds) -> difference.merge(name, -seconds, Double::sum));
    return new ProcessorTime(difference);
  }

  public double total() {
    return secondsByName.values().stream().mapToDouble(d -> d).sum();
  }

  /** Of a process and those descendants that are not counted under a name of their own. */
  private static long ticks(long pid, Map<Long, Entry> table, Set<Long> counted) {
    long own = table.containsKey(pid) ? table.get(pid).ticks() : 0;
    for (Map.Entry<Long, Entry> other : table.entrySet()) {
      if (other.getValue().parent() == pid && counted.add(other.getKey())) {
        own += ticks(other.getKey(), table, counted);
      }
    }
    return own;
  }

  private record Entry(long parent, long ticks) {}

  private static Map<Long, Entry> table() {
    Map<Long, Entry> table = new HashMap<>();
    try (Stream<Path> folders = Files.list(PROC)) {
      folders
          .filter(folder -> folder.getFileName().toString().matches("\\d+"))
          .forEach(folder -> entry(folder).ifPresent(entry -> table.put(pid(folder), entry)));
    } catch (IOException e) {
      throw new IllegalStateException("processor time needs Linux and its /proc", e);
    }
    return table;
  }

  private static long pid(Path folder) {
    return Long.parseLong(folder.getFileName().toString());
  }

  /** Empty for a process that has just gone. */
  private static Optional<Entry> entry(Path folder) {
    try {
      return Optional.of(parse(Files.readString(folder.resolve("stat"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The name in brackets may hold anything, brackets and blanks too. */
  private static Entry parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return new Entry(Long.parseLong(fields[PARENT]), ticks);
  }
}
