package io.jangteo.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WordsTest {
  @TempDir private Path folder;
  private final StringWriter errors = new StringWriter();

  @Test
  void anUnknownServiceIsAWrongWordAndTheKnownOnesAreNamed() {
    assertThat(run(new KillCommand(), "oder")).isEqualTo(2);
    assertThat(errors.toString()).contains("oder", "order", "gateway", "database", "broker");
  }

  @Test
  void scaleTakesOneToEight() {
    assertThat(run(new ScaleCommand(), "order", "0")).isEqualTo(2);
    assertThat(run(new ScaleCommand(), "order", "9")).isEqualTo(2);
    assertThat(run(new ScaleCommand(), "order", "many")).isEqualTo(2);
  }

  @Test
  void theSandboxCannotBeThereTwice() {
    assertThat(run(new ScaleCommand(), "payment-sandbox", "2")).isEqualTo(2);
    assertThat(errors.toString()).contains("only one");
  }

  @Test
  void anAddressOfTheWrongFormIsAWrongWordAndItsPasswordIsNotRepeated() {
    assertThat(run(new ClusterCommand(), "--postgres", "mysql://root:hidden@localhost/x"))
        .isEqualTo(2);
    assertThat(errors.toString())
        .contains("postgresql://user:password@host")
        .doesNotContain("hidden");
    assertThat(run(new ClusterCommand(), "--rabbitmq", "http://localhost")).isEqualTo(2);
    assertThat(run(new ClusterCommand(), "--port", "70000")).isEqualTo(2);
  }

  @Test
  void databaseAndBrokerAreNotRolled() {
    assertThat(run(new RollCommand(), "database")).isEqualTo(2);
    assertThat(run(new RollCommand(), "broker")).isEqualTo(2);
    assertThat(errors.toString()).contains("./jangteo restart");
    assertThat(run(new RollCommand(), "oder")).isEqualTo(2);
  }

  @Test
  void aCanaryIsStartedPromotedOrAborted() {
    assertThat(run(new CanaryCommand(), "catalog")).isEqualTo(2);
    assertThat(run(new CanaryCommand(), "catalog", "10", "--abort")).isEqualTo(2);
    assertThat(run(new CanaryCommand(), "catalog", "101")).isEqualTo(2);
    assertThat(run(new CanaryCommand(), "catalog", "10", "--watch", "soon")).isEqualTo(2);
    assertThat(run(new CanaryCommand(), "catalog", "10", "--errors", "few")).isEqualTo(2);
    assertThat(run(new CanaryCommand(), "gateway", "10")).isEqualTo(2);
    assertThat(run(new CanaryCommand(), "payment-sandbox", "10")).isEqualTo(2);
    assertThat(errors.toString()).contains("--promote", "0 to 100", "60s", "2%", "no shares");
  }

  private int run(Object verb, String... words) {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--home";
    all[words.length + 1] = folder.toString();
    return new CommandLine(verb).setErr(new PrintWriter(errors, true)).execute(all);
  }
}
