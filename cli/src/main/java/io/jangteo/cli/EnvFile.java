package io.jangteo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of {@code NAME=value} lines, as compose reads it, without its references to others. */
record EnvFile(Map<String, String> values) {

  /**
   * @throws IOException naming the line that is none
   */
  static EnvFile read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(file + " cannot be read; name the file with --env-file");
    }
    return parse(file.toString(), Files.readAllLines(file));
  }

  static EnvFile parse(String name, List<String> lines) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 1) {
        throw new IOException(name + ", line " + (i + 1) + " is not NAME=value");
      }
      values.put(line.substring(0, equals).strip(), unquoted(line.substring(equals + 1).strip()));
    }
    return new EnvFile(values);
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() > 1
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.charAt(0) == value.charAt(value.length() - 1);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** With what is set in {@code environment} put over it. */
  Map<String, String> under(Map<String, String> environment) {
    Map<String, String> merged = new LinkedHashMap<>(values);
    merged.putAll(environment);
    return merged;
  }
}
