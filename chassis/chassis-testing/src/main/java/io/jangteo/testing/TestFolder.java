package io.jangteo.testing;

import io.jangteo.embedded.EmbeddedServerException;
import io.jangteo.embedded.ServerDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One temporary folder per test JVM, with a folder in it for each server. */
final class TestFolder {
  private static final Logger LOG = LoggerFactory.getLogger(TestFolder.class);
  private static final Pattern NAME = Pattern.compile("jangteo-test-(\\d{1,18})-.*");

  private final Path root;

  private TestFolder(Path root) {
    this.root = root;
  }

  /** Also cleans up after test JVMs that were killed and could not do it themselves. */
  static TestFolder create() {
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      leftovers(temporary).forEach(TestFolder::discard);
      String prefix = "jangteo-test-" + ProcessHandle.current().pid() + "-";
      return new TestFolder(Files.createTempDirectory(temporary, prefix));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path resolve(String server) {
    return root.resolve(server);
  }

  void delete() {
    discard(root);
  }

  private static List<Path> leftovers(Path temporary) throws IOException {
    try (Stream<Path> found = Files.list(temporary)) {
      return found.filter(TestFolder::isOrphaned).toList();
    }
  }

  private static boolean isOrphaned(Path folder) {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    return name.matches()
        && ProcessHandle.of(Long.parseLong(name.group(1))).filter(ProcessHandle::isAlive).isEmpty();
  }

  private static void discard(Path folder) {
    try {
      List<Path> servers;
      try (Stream<Path> found = Files.list(folder)) {
        servers = found.toList();
      }
      servers.forEach(ServerDirectory::discard);
      Files.deleteIfExists(folder);
    } catch (IOException | EmbeddedServerException e) {
      LOG.warn("the folder {} stays behind", folder, e);
    }
  }
}
