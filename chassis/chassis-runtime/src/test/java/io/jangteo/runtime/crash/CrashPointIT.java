package io.jangteo.runtime.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that pass points, with and without a plan. */
class CrashPointIT {
  private static final String ON = "-Djangteo.crash.plan=";

  @TempDir private Path folder;

  @Test
  void withoutThePropertyAPlanIsNothing() throws Exception {
    // Given
    Path plan = plan("BEFORE_COMMIT b 1");

    // When
    Ended ended = run();

    // Then
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).doesNotContain("KILLS ITSELF").contains("passed 3");
    assertThat(plan).exists();
  }

  @Test
  void withThePropertyAndNoPlanItSaysSoAndLives() throws Exception {
    // When
    Ended ended = run(ON + folder.resolve("plan"));

    // Then
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("passing RUNS WITH -Djangteo.crash.plan", "passed 3");
  }

  @Test
  void diesAtThePassingThatThePlanNamesAndTellsWhere() throws Exception {
    // Given
    Path plan = plan("BEFORE_COMMIT b 2");

    // When
    Ended ended = run(ON + plan);

    // Then
    assertThat(ended.exit()).as(ended.output()).isEqualTo(137);
    assertThat(ended.output()).contains("passed 1").doesNotContain("passed 2");
    assertThat(plan).doesNotExist();
    assertThat(Files.readString(folder.resolve("plan.done")))
        .matches("BEFORE_COMMIT b 2 \\d+ .*CrashPointIT\\$Passing:\\d+");
  }

  @Test
  void livesWhenThePlanIsForAnotherLineOrAnotherSubject() throws Exception {
    for (String other : List.of("BEFORE_ACK b 1", "BEFORE_COMMIT c 1", "BEFORE_COMMIT b 4", "")) {
      // When
      Ended ended = run(ON + plan(other));

      // Then
      assertThat(ended.exit()).as(other + ": " + ended.output()).isZero();
    }
  }

  private Path plan(String line) throws IOException {
    return Files.writeString(folder.resolve("plan"), line);
  }

  private record Ended(int exit, String output) {}

  private Ended run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Passing.class.getName()));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output));
  }

  /** Passes one line three times. */
  static final class Passing {
    private Passing() {}

    public static void main(String[] args) {
      CrashPoint.announce("passing");
      for (int i = 1; i <= 3; i++) {
        CrashPoint.BEFORE_ACK.pass(List.<String>of(), subject -> subject);
        CrashPoint.BEFORE_ACK.passIf(false, "b");
        CrashPoint.BEFORE_COMMIT.pass(List.of("a", "b"), subject -> subject);
        System.out.println("passed " + i);
      }
    }
  }
}
