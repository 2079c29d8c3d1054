package io.jangteo.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GatlingOutputTest {
  private static final String PROGRESS =
      """
      ---- Requests -------------------------------------|---Total---|-----OK----|----KO----
      > Global                                           |        46 |        46 |         0
      > request count                                    |         1 |         1 |         0
      """;
  private static final String CLOSING =
      """
      ---- Global Information ---------------------------|---Total---|-----OK----|----KO----
      > request count                                    |    12,616 |    12,610 |         6
      > response time 50th percentile (ms)               |         3 |         3 |         -
      > response time 99th percentile (ms)               |     1,117 |     1,117 |         -
      > mean throughput (rps)                            |     138.5 |     138.4 |       0.1
      ---- Response Time Distribution ------------------------------------------------------
      > OK: t < 800 ms                                                          616   (100%)

      Reports generated, please open the following file: file:///tmp/a%20b/index.html
      search: 99th percentile of response time is less than or equal to 1000.0 : true
      """;

  private final GatlingOutput output = new GatlingOutput();

  @Test
  void theClosingFiguresAreFound() {
    (PROGRESS + CLOSING).lines().forEach(output::line);
    assertThat(output.requests()).contains(new GatlingOutput.Figure(12_616, 12_610, 6));
    assertThat(output.perSecond()).isEqualTo(138.5);
    assertThat(output.percentile(50)).isEqualTo(3);
    assertThat(output.percentile(99)).isEqualTo(1_117);
    assertThat(output.report()).contains(Path.of("/tmp/a b/index.html"));
  }

  @Test
  void aRunThatDidNotComeSoFarHasNone() {
    PROGRESS.lines().forEach(output::line);
    assertThat(output.requests()).isEmpty();
    assertThat(output.report()).isEmpty();
  }
}
