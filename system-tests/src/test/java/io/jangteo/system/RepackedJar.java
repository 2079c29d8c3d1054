package io.jangteo.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The jar of a service as another version of it: a copy with some of its entries changed. */
final class RepackedJar {
  private static final String VERSION = "io/jangteo/runtime/version.properties";

  private final Path original;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private RepackedJar(Path original) {
    this.original = original;
  }

  static RepackedJar of(String service, String version) {
    return new RepackedJar(LaunchedJar.jar(service)).with(VERSION, "version=" + version + "\n");
  }

  RepackedJar with(String entry, String text) {
    return with(entry, text.getBytes(StandardCharsets.UTF_8));
  }

  RepackedJar with(String entry, byte[] content) {
    entries.put(entry, content);
    return this;
  }

  /** Writes it into a folder, named by the service. */
  Path write(Path folder) throws IOException {
    Path jar = Files.createTempDirectory(folder, "release").resolve(original.getFileName());
    Files.copy(original, jar, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        Path entry = inside.getPath(each.getKey());
        Files.createDirectories(entry.getParent());
        Files.write(entry, each.getValue());
      }
    }
    return jar;
  }
}
