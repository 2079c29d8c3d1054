package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Renders the manifests with the kustomize that is part of {@code kubectl}. */
final class Kustomize {
  static final String FOLDER = "cluster-config";

  private static final String VARIABLE = "KUBECTL";
  private static final Pattern SECRET_FILE = Pattern.compile("secrets/[a-z-]+/[a-z-]+");

  /** Components, and bases outside of the folder, need kustomize 4 at least. */
  private static final Pattern VERSION = Pattern.compile("Kustomize Version: v([45])\\.");

  private final Path folder;
  private final String kubectl;

  private Kustomize(Path folder, String kubectl) {
    this.folder = folder;
    this.kubectl = kubectl;
  }

  /**
   * Works on a copy, with made-up secrets where the repository has none; the test is skipped, and
   * says so, where kubectl is not.
   */
  static Kustomize inCopy(Path folder, Map<String, String> secrets) throws Exception {
    Optional<String> kubectl = kubectl();
    Assumptions.assumeTrue(
        kubectl.isPresent(),
        "NOT TESTED: no kubectl with kustomize 4 or newer on this machine; install one, or say in "
            + VARIABLE
            + " where it is");
    copy(ProjectFiles.path(FOLDER + "/kubernetes"), folder.resolve("kubernetes"));
    copy(ProjectFiles.path(FOLDER + "/compose"), folder.resolve("compose"));
    Path production = folder.resolve("kubernetes/overlays/production");
    List<String> files =
        SECRET_FILE
            .matcher(Files.readString(production.resolve("kustomization.yaml")))
            .results()
            .map(found -> found.group())
            .toList();
    for (String file : files) {
      Path target = production.resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, secrets.getOrDefault(file, "0123456789abcdef0123456789abcdef"));
    }
    return new Kustomize(folder, kubectl.orElseThrow());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static Optional<String> kubectl() throws Exception {
    String command = System.getenv().getOrDefault(VARIABLE, "kubectl");
    try {
      Process asked = new ProcessBuilder(command, "version", "--client").start();
      String told = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      asked.waitFor();
      return Optional.of(command).filter(found -> VERSION.matcher(told).find());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What {@code kubectl apply -k} of that overlay would send. */
  Manifests render(String overlay) throws Exception {
    Path errors = folder.resolve("errors.txt");
    Process rendering =
        new ProcessBuilder(
                kubectl, "kustomize", folder.resolve("kubernetes/overlays/" + overlay).toString())
            .redirectError(errors.toFile())
            .start();
    String yaml = new String(rendering.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = rendering.waitFor();
    assertThat(exit).as(Files.readString(errors)).isZero();
    assertThat(Files.readString(errors)).as("warnings, of deprecated fields too").isEmpty();
    return Manifests.parse(yaml);
  }
}
