package io.jangteo.launcher.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AbsencesTest {
  private final Vertx vertx = Vertx.vertx();
  private final Majority majority = new Majority(Duration.ofMinutes(10));
  private final Absences absences =
      new Absences(
          vertx,
          Map.of(
                  "a", Future.succeededFuture(place("10.0.0.1", "one")),
                  "b", Future.succeededFuture(place("10.0.0.2", "two")),
                  "b again", Future.succeededFuture(place("10.0.0.9", "two")))
              ::get);

  private static NodeInfo place(String host, String machine) {
    return new NodeInfo(host, 5801, Place.said(machine));
  }

  @AfterEach
  void close() {
    absences.close();
    vertx.close();
  }

  @Test
  void aNodeIsLostUntilAnotherIsInItsPlace() {
    absences.look(List.of("a", "b"), majority, 0);
    absences.look(List.of("a"), majority, 1);
    assertThat(majority.lost()).containsExactly("b");

    absences.look(List.of("a", "b again"), majority, 2);
    absences.findDead(List.of("a", "b again"), majority);

    assertThat(majority.lost()).isEmpty();
  }
}
