package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Three systems run the same script, and nothing that may change under them. */
class CiFilesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String CALL = "bash .ci/run";
  private static final int MINUTES = 90;

  /** A tag can be moved to other code, a commit cannot; the comment is for people. */
  private static final Pattern PINNED = Pattern.compile("[\\w-]+/[\\w-]+@[0-9a-f]{40}");

  private static final Pattern USED =
      Pattern.compile("uses:\\s*(\\S+)(?:\\s+# v\\d+\\.\\d+\\.\\d+)?");
  private static final Pattern SCRIPT = Pattern.compile("(?<![\\w/])\\.ci/[a-z-]+\\b(?!\\.)");

  private static final Pattern ALONE = Pattern.compile("(?m)^@Tag\\(\"alone\"\\)$");

  @Test
  void githubCallsTheScriptAndPinsEveryAction() throws IOException {
    List<Path> workflows = files(ProjectFiles.path(".github/workflows"));
    assertThat(workflows).isNotEmpty();
    for (Path workflow : workflows) {
      JsonNode tree = YAML.readTree(Files.readString(workflow));
      assertThat(tree.path("permissions").path("contents").asText()).isEqualTo("read");
      JsonNode job = tree.path("jobs").path("run");
      assertThat(job.path("timeout-minutes").asInt()).isEqualTo(MINUTES);
      assertThat(job.path("steps").findValuesAsText("run")).containsExactly(CALL);
      assertThat(job.path("steps").findValuesAsText("uses"))
          .isNotEmpty()
          .allMatch(action -> PINNED.matcher(action).matches());
      assertThat(Files.readString(workflow).lines().filter(line -> line.contains("uses:")))
          .as("each says which version that is")
          .allMatch(line -> USED.matcher(line).find() && line.contains(" # v"));
    }
  }

  @Test
  void gitlabCallsTheScript() throws IOException {
    JsonNode job = YAML.readTree(ProjectFiles.read(".gitlab-ci.yml")).path("run");
    assertThat(job.path("script")).extracting(JsonNode::asText).containsExactly(CALL);
    assertThat(job.path("timeout").asText()).isEqualTo(MINUTES + " minutes");
    assertThat(job.path("image").asText()).isEqualTo(image());
  }

  @Test
  void jenkinsCallsTheScript() throws IOException {
    String pipeline = ProjectFiles.read("Jenkinsfile");
    assertThat(pipeline)
        .contains("sh '" + CALL + "'")
        .contains("timeout(time: " + MINUTES + ", unit: 'MINUTES')")
        .contains("image '" + image() + "'");
    assertThat(pipeline.chars().filter(c -> c == '{').count())
        .isEqualTo(pipeline.chars().filter(c -> c == '}').count());
    assertThat(pipeline.lines().filter(line -> line.contains("sh '"))).hasSize(1);
  }

  /** What the images of the services are built with as well. */
  private static String image() throws IOException {
    return "maven:" + ComposeFile.environment().get("MAVEN_TAG");
  }

  @Test
  void everyScriptThatIsNamedIsThereAndCanBeRun() throws IOException {
    TreeSet<String> named = new TreeSet<>();
    List<String> pages = new ArrayList<>(List.of(".ci/run", "README.md", "CONTRIBUTING.md"));
    files(ProjectFiles.path("docs")).stream()
        .map(page -> "docs/" + page.getFileName())
        .forEach(pages::add);
    for (String page : pages) {
      Matcher scripts = SCRIPT.matcher(ProjectFiles.read(page));
      while (scripts.find()) {
        named.add(scripts.group());
      }
    }
    assertThat(named).contains(".ci/sbom", ".ci/reproducible", ".ci/release-notes");
    for (String script : named) {
      assertThat(ProjectFiles.path(script)).exists();
      if (ProjectFiles.read(script).startsWith("#!")) {
        assertThat(ProjectFiles.path(script)).isExecutable();
      }
    }
  }

  /** Elsewhere it would belong to neither of the two runs. */
  @Test
  void everyClassThatWantsToRunAloneIsInAModuleThatRunsSuchClasses() throws IOException {
    List<Path> alone = new ArrayList<>();
    for (Path source : ProjectFiles.javaSources("test")) {
      if (ALONE.matcher(Files.readString(source)).find()) {
        alone.add(source);
      }
    }
    assertThat(alone).hasSizeGreaterThan(5);
    for (Path source : alone) {
      Path module = Path.of(source.toString().replaceFirst("/src/test/java/.*", ""));
      assertThat(module.resolve("pom.xml"))
          .content()
          .as("%s is tagged alone", source.getFileName())
          .contains("<it.alone>integration-test</it.alone>");
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
