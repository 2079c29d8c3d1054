package io.jangteo.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own files, as they are checked out around this module. */
final class ProjectFiles {
  private static final Path ROOT = root();

  private ProjectFiles() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("these tests run inside the project only");
    }
    return folder;
  }

  static Path path(String relative) {
    return ROOT.resolve(relative);
  }

  static String read(String relative) throws IOException {
    return Files.readString(path(relative));
  }

  /** Java sources below {@code src/main/java} or {@code src/test/java} of every module. */
  static List<Path> javaSources(String set) throws IOException {
    Path below = Path.of("src", set, "java");
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> ROOT.relativize(file).toString().contains(below.toString()))
          .toList();
    }
  }

  /** Services that have a contract. */
  static List<String> services() throws IOException {
    try (Stream<Path> folders = Files.list(path("contracts/src/main/resources/contracts"))) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
