package io.jangteo.marketplace.cluster;

import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The jars that the processes of a cluster run: copies, so that a build, which writes over what it
 * built before, takes nothing away under their feet. Links would not do for the same reason. Homes
 * may share them: where the folder is a link, nothing is deleted from it.
 */
final class Releases {
  private static final String VERSION = "io/jangteo/runtime/version.properties";
  private static final int DIGEST_CHARACTERS = 12;

  private final Home home;
  private final Path project;

  /**
   * @param project folder with the built jars
   */
  Releases(Home home, Path project) {
    this.home = home;
    this.project = project;
  }

  /**
   * Checks that everything was built.
   *
   * @throws IOException naming what is missing
   */
  void requireBuilt() throws IOException {
    String missing =
        Arrays.stream(ServiceKind.values())
            .map(kind -> project.resolve(kind.jar()))
            .filter(jar -> !Files.exists(jar))
            .map(Path::toString)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new IOException("not built: " + missing + "; run mvn package");
    }
  }

  /** What was built last of it. */
  Path built(ServiceKind service) throws IOException {
    return of(service, project.resolve(service.jar()));
  }

  /**
   * A copy of {@code jar}, named by what is in it, so that the same is there once.
   *
   * @throws IOException when it is no jar of ours
   */
  Path of(ServiceKind service, Path jar) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new IOException(jar + " is missing; run mvn package");
    }
    String digest = digest(jar);
    String name = service.title() + "-" + versionOf(jar) + "-" + digest + ".jar";
    Files.createDirectories(home.releases());
    // Class archives hold good for one path.
    Path release = home.releases().toRealPath().resolve(name);
    if (!Files.exists(release)) {
      copy(jar, digest, release);
    }
    return release;
  }

  private void copy(Path jar, String digest, Path release) throws IOException {
    Path draft = Files.createTempFile(release.getParent(), "copy", ".new");
    try {
      Files.copy(jar, draft, StandardCopyOption.REPLACE_EXISTING);
      if (!digest(draft).equals(digest)) {
        throw new IOException(jar + " changed while it was copied; wait for the build to end");
      }
      place(draft, release);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Never in place of the same that another has made meanwhile, which an archive may be of. */
  private static void place(Path draft, Path release) throws IOException {
    try {
      Files.move(draft, release);
    } catch (FileAlreadyExistsException e) {
      // The same.
    }
  }

  /** Of the names and check sums of what is in it: it is large, and its times of no meaning. */
  private static String digest(Path jar) throws IOException {
    MessageDigest digest = sha256();
    try (ZipFile file = new ZipFile(jar.toFile())) {
      file.stream()
          .map(entry -> entry.getName() + " " + entry.getSize() + " " + entry.getCrc() + "\n")
          .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    } catch (ZipException e) {
      throw new IOException(jar + " is no whole jar; wait for the build to end", e);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_CHARACTERS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The version that a jar says it is. */
  static String versionOf(Path jar) throws IOException {
    try (ZipFile file = new ZipFile(jar.toFile())) {
      ZipEntry entry = file.getEntry(VERSION);
      if (entry == null) {
        throw new IOException(jar + " is no jar of a service of ours: it has no " + VERSION);
      }
      Properties properties = new Properties();
      properties.load(file.getInputStream(entry));
      return properties.getProperty("version");
    }
  }

  /** What tells a release from another of the same version. */
  static String digestOf(Path release) {
    String name = release.getFileName().toString();
    return name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.'));
  }

  /** What the processes of the cluster run. */
  static Set<Path> used(ProcessFolder folder) throws IOException {
    return folder.expected().stream().map(ExpectedProcess::release).collect(Collectors.toSet());
  }

  /** Deletes what no process of the cluster runs, unless other homes may run it. */
  static void removeUnused(Home home, ProcessFolder folder) throws IOException {
    removeAllBut(used(folder), home);
  }

  /** The same, save for {@code releases} and what is made of them. */
  static void removeAllBut(Set<Path> releases, Home home) throws IOException {
    if (!Files.isDirectory(home.releases(), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<String> kept = releases.stream().map(release -> stem(release) + ".").toList();
    List<Path> present;
    try (Stream<Path> files = Files.list(home.releases())) {
      present = files.toList();
    }
    for (Path file : present) {
      if (kept.stream().noneMatch(file.getFileName().toString()::startsWith)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What its name, and that of whatever is made of it, begins with, before a dot. */
  static String stem(Path release) {
    return release.getFileName().toString().replaceFirst("\\.jar$", "");
  }
}
