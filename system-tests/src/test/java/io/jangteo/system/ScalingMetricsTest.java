package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Kubernetes is told of every metric that it scales by, and people as well. */
class ScalingMetricsTest {
  @Test
  void everyMetricIsMadeByARuleOfTheAdapter() throws IOException {
    TreeSet<String> metrics = new TreeSet<>();
    ScalingMetrics.all().values().forEach(metrics::addAll);
    assertThat(metrics).isNotEmpty();
    for (String metric : metrics) {
      assertThat(ScalingMetrics.series(metric)).as(metric).isPresent();
    }
  }

  @Test
  void everySeriesIsInTheTableForOperators() throws IOException {
    String page = ProjectFiles.read("docs/operations.md");
    for (TreeSet<String> metrics : ScalingMetrics.all().values()) {
      for (String metric : metrics) {
        assertThat(page).contains("`" + ScalingMetrics.series(metric).orElseThrow() + "`");
      }
    }
  }
}
