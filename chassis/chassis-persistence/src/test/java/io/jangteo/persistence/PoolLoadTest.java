package io.jangteo.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolLoadTest {
  private static final int SIZE = 4;

  private final PoolLoad load = new PoolLoad(SIZE);

  @Test
  void manyThatAreServedSoonAreNoPressure() {
    begin(100);
    end(20, 5);

    assertThat(load.pressure()).isZero();
  }

  @Test
  void whatWaitsIsCountedInTimesOfThePoolOnceItTakesLong() {
    begin(SIZE * 3 + 1);
    assertThat(load.pressure()).as("nothing has ended").isZero();

    end(1, 300);
    assertThat(load.pressure()).isEqualTo(2);
    end(1, 300);
    assertThat(load.pressure()).isEqualTo(1);
  }

  @Test
  void whatTakesLongWithoutAQueueIsNoPressure() {
    begin(SIZE + 1);
    end(1, 300);

    assertThat(load.pressure()).isZero();
  }

  @Test
  void anEmptyPoolForgetsThatItWasSlow() {
    begin(20);
    end(20, 300);

    begin(SIZE * 10);
    assertThat(load.pressure()).isZero();
  }

  private void begin(int times) {
    for (int i = 0; i < times; i++) {
      load.begin();
    }
  }

  private void end(int times, int millis) {
    for (int i = 0; i < times; i++) {
      load.ended(Duration.ofMillis(millis).toNanos());
    }
  }
}
