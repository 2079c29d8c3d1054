package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

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

  /**
   * Some of its classes compiled anew with changes.
   *
   * @param sources relative to the project; those that inline a changed constant among them
   * @param changes what is replaced by what, each of which must be there
   */
  RepackedJar recompiled(List<String> sources, Map<String, String> changes) throws IOException {
    Path folder = Files.createTempDirectory("recompiled");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Map<String, String> texts = new LinkedHashMap<>();
    for (String source : sources) {
      texts.put(source, ProjectFiles.read(source));
    }
    changes.forEach(
        (from, to) -> {
          assertThat(texts.values()).as(from).anyMatch(text -> text.contains(from));
          texts.replaceAll((source, text) -> text.replace(from, to));
        });
    List<String> words = new ArrayList<>(List.of("-proc:none", "-nowarn", "--release", "17"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = folder.resolve(Path.of(text.getKey()).getFileName());
      words.add(Files.writeString(file, text.getValue()).toString());
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int failed =
        ToolProvider.getSystemJavaCompiler().run(null, said, said, words.toArray(String[]::new));
    assertThat(failed).as(said.toString(StandardCharsets.UTF_8)).isZero();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        with(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
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
