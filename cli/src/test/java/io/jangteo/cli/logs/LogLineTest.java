package io.jangteo.cli.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogLineTest {
  private static final Map<String, List<String>> LOGS =
      new TreeMap<>(
          Map.of(
              "order-1", List.of("10:00:01.000 a", "\tat Something", "10:00:03.000 c"),
              "payment-1", List.of("10:00:02.000 b", "10:00:04.000 d")));

  @Test
  void linesComeInTheOrderOfTheirTimesAndTracesStayWithTheirLine() {
    assertThat(LogLine.merge(LOGS, 10))
        .extracting(LogLine::text)
        .containsExactly(
            "10:00:01.000 a",
            "\tat Something",
            "10:00:02.000 b",
            "10:00:03.000 c",
            "10:00:04.000 d");
  }

  @Test
  void onlyTheLatestOfAllAreKept() {
    assertThat(LogLine.merge(LOGS, 2))
        .extracting(LogLine::process)
        .containsExactly("order-1", "payment-1");
  }

  @Test
  void aDateBeforeTheTimeIsSkipped() {
    List<LogLine> merged =
        LogLine.merge(Map.of("database", List.of("2026-11-25 07:13:31.538 UTC [1] LOG: x")), 1);

    assertThat(merged.get(0).time()).isEqualTo("07:13:31.538");
  }
}
