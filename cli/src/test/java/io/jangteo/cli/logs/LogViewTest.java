package io.jangteo.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogViewTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void aLineStandsBehindTheNameOfItsProcess() {
    new LogView(out, false).print("order-1", "hello");

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("order-1           | hello" + System.lineSeparator());
  }

  @Test
  void twoProcessesOfAServiceHaveTwoColours() {
    LogView view = new LogView(out, true);
    view.print("order-1", "");
    view.print("order-2", "");

    String[] lines = printed.toString(StandardCharsets.UTF_8).split("\\R", 3);
    assertThat(lines[0].substring(0, lines[0].indexOf('m')))
        .startsWith("\u001b[")
        .isNotEqualTo(lines[1].substring(0, lines[1].indexOf('m')));
  }

  @Test
  void theOneJvmNeedsNoName() {
    new LogView(out, true).print("marketplace", "hello");

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo("hello" + System.lineSeparator());
  }

  @Test
  void coloursAreForTerminalsWhoseReaderWantsThem() {
    assertThat(LogView.isColoured(Map.of("JANGTEO_OUT_TTY", "1"))).isTrue();
    assertThat(LogView.isColoured(Map.of("JANGTEO_OUT_TTY", "0"))).isFalse();
    assertThat(LogView.isColoured(Map.of("JANGTEO_OUT_TTY", "1", "NO_COLOR", "1"))).isFalse();
  }
}
