package io.jangteo.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.home.Home;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What clients say they sent and were answered, read without the class that writes it. A client
 * notes an attempt before it is sent and an answer after it came: what was answered is read before
 * the databases are, what was attempted after them, and neither is wrong while a client goes on.
 */
final class ReplayJournals {
  private static final String SUFFIX = ".jsonl";

  private final Path folder;
  private Map<String, Answered> answered = Map.of();

  ReplayJournals(Home home) {
    this.folder = home.journals();
  }

  /**
   * An order as its client was told of its end.
   *
   * @param total in minor units
   */
  record Answered(String orderId, String total) {}

  /** Takes note of what has been answered up to now. */
  void note() throws IOException {
    Map<String, Answered> now = new HashMap<>();
    for (Path file : files()) {
      for (JsonNode entry : entries(file, "done")) {
        JsonNode order = entry.path("order");
        now.put(
            entry.path("key").asText(),
            new Answered(order.path("id").asText(), order.path("pence").asText()));
      }
    }
    answered = now;
  }

  /** By key, as of the last {@link #note}. */
  Map<String, Answered> answered() {
    return answered;
  }

  /** Keys that were attempted up to now, by what the keys of their file begin with. */
  Map<String, Set<String>> attempted() throws IOException {
    Map<String, Set<String>> keys = new HashMap<>();
    for (Path file : files()) {
      Set<String> ofFile = new HashSet<>();
      entries(file, "invoke").forEach(entry -> ofFile.add(entry.path("key").asText()));
      String id = file.getFileName().toString();
      keys.put("replay-" + id.substring(0, id.length() - SUFFIX.length()) + "-", ofFile);
    }
    return keys;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> journals = Files.list(folder)) {
      return journals.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  private static List<JsonNode> entries(Path file, String event) throws IOException {
    String kind = "\"event\":\"" + event + "\"";
    return Files.readAllLines(file).stream()
        .filter(line -> line.contains(kind))
        .map(ReplayJournals::entry)
        .filter(entry -> entry.path("event").asText().equals(event))
        .toList();
  }

  /** The last line may be cut short by a kill; it says nothing then. */
  private static JsonNode entry(String line) {
    try {
      return Json.LENIENT.readTree(line);
    } catch (JsonProcessingException cutShort) {
      return Json.LENIENT.missingNode();
    }
  }
}
