package io.jangteo.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A compose file as an implementation sees it: anchors and merges resolved, variables replaced.
 *
 * @param text as it is written
 * @param tree after all replacement
 */
record ComposeFile(String text, JsonNode tree) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*)|:\\?[^}]*)?}");

  /** Lines of {@code .env}. */
  static Map<String, String> environment() throws IOException {
    return lines(".env");
  }

  /** Lines of a file of variables. */
  static Map<String, String> lines(String file) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : ProjectFiles.read(file).lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
    }
    return values;
  }

  static ComposeFile read(String file) throws IOException {
    String text = ProjectFiles.read(file);
    LoaderOptions options = new LoaderOptions();
    // Every service is made of others.
    options.setMaxAliasesForCollections(1_000);
    Object loaded = new Yaml(new SafeConstructor(options)).load(replaced(text, environment()));
    return new ComposeFile(text, new ObjectMapper().valueToTree(loaded));
  }

  private static String replaced(String text, Map<String, String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String otherwise = found.group(2) == null ? "" : found.group(2);
              return Matcher.quoteReplacement(values.getOrDefault(found.group(1), otherwise));
            });
  }

  /** Variables that it uses; of those that have a default, or of the others. */
  TreeSet<String> variables(boolean withDefault) {
    TreeSet<String> names = new TreeSet<>();
    VARIABLE
        .matcher(text)
        .results()
        .filter(found -> (found.group(2) != null) == withDefault)
        .forEach(found -> names.add(found.group(1)));
    return names;
  }

  Map<String, JsonNode> services() {
    Map<String, JsonNode> services = new LinkedHashMap<>();
    tree.path("services")
        .properties()
        .forEach(service -> services.put(service.getKey(), service.getValue()));
    return services;
  }

  /** Names of the profiles without which a service is not started. */
  List<String> profiles(String service) {
    List<String> names = new ArrayList<>();
    services().get(service).path("profiles").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Names of the services that a profile adds. */
  List<String> ofProfile(String profile) {
    return services().keySet().stream().filter(name -> profiles(name).contains(profile)).toList();
  }

  /** Those that are built here, and not a server's image. */
  Map<String, JsonNode> processes() {
    Map<String, JsonNode> processes = services();
    processes.values().removeIf(service -> !service.has("build"));
    return processes;
  }

  /** Its own, which win, and those of the files that it names. */
  static Map<String, String> environment(JsonNode service) {
    Map<String, String> values = new LinkedHashMap<>();
    for (JsonNode file : service.path("env_file")) {
      try {
        values.putAll(lines(file.asText()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    service
        .path("environment")
        .properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText("")));
    // One without a value is that of the shell, and not there when there is none.
    values.values().removeIf(String::isEmpty);
    return values;
  }

  /** Each as address, published port and port inside. */
  static List<List<String>> ports(JsonNode service) {
    Stream.Builder<List<String>> ports = Stream.builder();
    service.path("ports").forEach(port -> ports.add(List.of(port.asText().split(":"))));
    return ports.build().toList();
  }
}
