package io.jangteo.runtime.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of configuration records as rows of a Markdown table, in the records' order. */
public final class ConfigurationReference {
  /** The header the rows belong under. */
  public static final String HEADER =
      """
      | Key | Variable | Type | Default | Meaning |
      |---|---|---|---|---|
      """;

  private final StringBuilder rows = new StringBuilder();

  /** Adds every leaf of {@code type} as it is bound at {@code prefix}. */
  public ConfigurationReference add(String prefix, Class<? extends Record> type) {
    leaves(prefix, type).forEach(rows::append);
    return this;
  }

  /** One line per setting, each ended by a line feed. */
  public String rows() {
    return rows.toString();
  }

  /** The same for a terminal: variable, default and meaning. */
  public String lines() {
    return rows()
        .lines()
        .map(row -> row.split("(?<!\\\\)\\|", -1))
        .map(
            cells ->
                "  %s = %s%n      %s".formatted(plain(cells[2]), plain(cells[4]), plain(cells[5])))
        .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
  }

  private static String plain(String cell) {
    return cell.strip().replace("`", "").replace("\\|", "|");
  }

  private static Stream<String> leaves(String prefix, Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .flatMap(
            component -> {
              String key = prefix + "." + component.getName();
              Class<?> leaf = component.getType();
              return leaf.isRecord() && !LeafParser.isLeaf(leaf)
                  ? leaves(key, leaf)
                  : Stream.of(row(key, component));
            });
  }

  private static String row(String key, RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    String variable = "`" + Configuration.variable(key) + "`";
    if (component.getType() == Secret.class) {
      variable += " or `" + Configuration.variable(key) + "_FILE`";
    }
    return Stream.of(
                "`" + key + "`",
                variable,
                notation(component.getType()),
                defaultOf(setting),
                setting == null ? "" : setting.doc())
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |"))
        + "\n";
  }

  private static String defaultOf(Setting setting) {
    if (setting == null || setting.defaultValue().equals(Setting.REQUIRED)) {
      return "required";
    }
    return setting.defaultValue().isEmpty() ? "empty" : "`" + setting.defaultValue() + "`";
  }

  private static String notation(Class<?> type) {
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .map(constant -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT) + "`")
          .collect(Collectors.joining(", "));
    }
    if (type == int.class || type == long.class) {
      return "whole number";
    }
    if (type == double.class) {
      return "number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == Duration.class) {
      return "duration";
    }
    return type == ByteSize.class ? "size" : type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
