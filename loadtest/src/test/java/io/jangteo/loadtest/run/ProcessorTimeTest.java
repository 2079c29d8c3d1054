package io.jangteo.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** On the one process a test can be sure of: itself. */
class ProcessorTimeTest {
  private static final List<WatchedProcess> OWN =
      List.of(new WatchedProcess("own", ProcessHandle.current().pid()));

  @Test
  void whatTheProcessSpendsIsCounted() {
    ProcessorTime before = ProcessorTime.read(OWN);
    double spent = 0;
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (spent < 0.2 && System.nanoTime() < deadline) {
      spent = ProcessorTime.read(OWN).minus(before).total();
    }
    assertThat(spent).isBetween(0.2, 20.0);
  }

  @Test
  void aProcessThatIsGoneHasNone() {
    assertThat(ProcessorTime.read(List.of(new WatchedProcess("gone", Integer.MAX_VALUE))).total())
        .isZero();
  }

  @Test
  void aProcessNamedTwiceIsCountedUnderEachNameButItsChildrenOnce() {
    long own = ProcessHandle.current().pid();
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    ProcessorTime both =
        ProcessorTime.read(
            List.of(new WatchedProcess("parent", parent), new WatchedProcess("own", own)));
    ProcessorTime all = ProcessorTime.read(List.of(new WatchedProcess("parent", parent)));
    assertThat(both.secondsByName().get("own")).isPositive();
    assertThat(both.total()).isLessThanOrEqualTo(all.total() + 1);
  }
}
