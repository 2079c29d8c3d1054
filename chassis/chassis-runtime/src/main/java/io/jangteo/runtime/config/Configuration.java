package io.jangteo.runtime.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where a process's settings come from: defaults, below a JSON file, below the environment. {@link
 * #bind} turns them into one immutable record tree, reporting every problem at once.
 *
 * <p>A key is the path of record components, {@code order.saga.stepTimeout}; its variable is that
 * path in capitals, {@code ORDER_SAGA_STEP_TIMEOUT}. A key or variable under a bound prefix that no
 * component answers to is an error.
 */
public final class Configuration {
  private static final ObjectMapper FILE_READER =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Map<String, String> defaults;
  private final Map<String, String> file;
  private final Map<String, String> environment;

  private Configuration(
      Map<String, String> defaults, Map<String, String> file, Map<String, String> environment) {
    this.defaults = Map.copyOf(defaults);
    this.file = Map.copyOf(file);
    this.environment = Map.copyOf(environment);
  }

  /** Settings from variables alone, usually {@link System#getenv()}. */
  public static Configuration ofEnvironment(Map<String, String> environment) {
    return new Configuration(Map.of(), Map.of(), environment);
  }

  /** The same with values that any file or variable overrides; keys are dotted paths. */
  public Configuration withDefaults(Map<String, String> values) {
    Map<String, String> merged = new HashMap<>(defaults);
    merged.putAll(values);
    return new Configuration(merged, file, environment);
  }

  /**
   * The same with a JSON file of nested objects.
   *
   * @throws ConfigurationException when the file cannot be read or is not such an object
   */
  public Configuration withFile(Path path) {
    try {
      return withDocument(path.toString(), Files.readString(path));
    } catch (IOException e) {
      throw new ConfigurationException(List.of(path + ": " + e.getMessage()));
    }
  }

  /**
   * The same with the text of such a file.
   *
   * @param origin for messages
   * @throws ConfigurationException when it is no JSON object
   */
  public Configuration withDocument(String origin, String json) {
    try {
      JsonNode tree = FILE_READER.readTree(json);
      if (!tree.isObject()) {
        throw new ConfigurationException(List.of(origin + " does not hold a JSON object"));
      }
      Map<String, String> flat = new HashMap<>();
      flatten("", tree, flat);
      return new Configuration(defaults, flat, environment);
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(List.of(origin + ": " + e.getMessage()));
    }
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                      entry.getValue(),
                      into));
    } else {
      into.put(prefix, node.isTextual() ? node.textValue() : node.toString());
    }
  }

  /**
   * Builds the record at {@code prefix}.
   *
   * @throws ConfigurationException naming every key that is missing, unknown or refused
   */
  public <T extends Record> T bind(String prefix, Class<T> type) {
    Binding binding = new Binding();
    Object value = binding.record(prefix, type);
    binding.rejectUnknown(prefix);
    if (!binding.problems.isEmpty()) {
      throw new ConfigurationException(binding.problems);
    }
    return type.cast(value);
  }

  /** Whether any source names the key; the default in the record does not count. */
  public boolean isGiven(String key) {
    String variable = variable(key);
    return environment.containsKey(variable)
        || environment.containsKey(variable + "_FILE")
        || file.containsKey(key)
        || defaults.containsKey(key);
  }

  /** The variable that sets {@code key}: {@code order.db.poolSizeMax} is ORDER_DB_POOL_SIZE_MAX. */
  public static String variable(String key) {
    return key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replace('.', '_')
        .replace('-', '_')
        .toUpperCase(Locale.ROOT);
  }

  private final class Binding {
    private final List<String> problems = new ArrayList<>();
    private final Set<String> knownKeys = new HashSet<>();
    private final Set<String> knownVariables = new HashSet<>();

    private Object record(String path, Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Object[] values = new Object[components.length];
      int before = problems.size();
      for (int i = 0; i < components.length; i++) {
        String key = path + "." + components[i].getName();
        Class<?> componentType = components[i].getType();
        values[i] =
            componentType.isRecord() && !LeafParser.isLeaf(componentType)
                ? record(key, componentType)
                : leaf(key, components[i]);
      }
      return problems.size() > before ? null : construct(path, type, components, values);
    }

    private Object construct(
        String path, Class<?> type, RecordComponent[] components, Object[] values) {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
      try {
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
      } catch (InvocationTargetException e) {
        problems.add(path + ": " + e.getCause().getMessage());
        return null;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " cannot be built", e);
      }
    }

    private Object leaf(String key, RecordComponent component) {
      String variable = variable(key);
      knownKeys.add(key);
      knownVariables.add(variable);
      if (component.getType() == Secret.class) {
        knownVariables.add(variable + "_FILE");
      }
      try {
        String text = text(key, variable, component);
        if (text == null) {
          problems.add(key + " (" + variable + ") is not set");
          return null;
        }
        return LeafParser.parse(component.getType(), text);
      } catch (IllegalArgumentException | IOException e) {
        problems.add(key + " (" + variable + "): " + e.getMessage());
        return null;
      }
    }

    private String text(String key, String variable, RecordComponent component) throws IOException {
      if (environment.containsKey(variable)) {
        return environment.get(variable);
      }
      if (component.getType() == Secret.class && environment.containsKey(variable + "_FILE")) {
        return Files.readString(Path.of(environment.get(variable + "_FILE"))).strip();
      }
      if (file.containsKey(key)) {
        return file.get(key);
      }
      if (defaults.containsKey(key)) {
        return defaults.get(key);
      }
      Setting setting = component.getAnnotation(Setting.class);
      return setting == null || setting.defaultValue().equals(Setting.REQUIRED)
          ? null
          : setting.defaultValue();
    }

    private void rejectUnknown(String prefix) {
      String variablePrefix = variable(prefix) + "_";
      environment.keySet().stream()
          .filter(name -> name.startsWith(variablePrefix) && !knownVariables.contains(name))
          .sorted()
          .forEach(name -> problems.add(name + " is not a setting of " + prefix));
      file.keySet().stream()
          .filter(key -> key.startsWith(prefix + ".") && !knownKeys.contains(key))
          .sorted()
          .forEach(key -> problems.add(key + " is not a setting of " + prefix));
    }
  }
}
