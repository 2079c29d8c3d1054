package io.jangteo.marketplace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void whatWasGivenOutIsNotGivenOutAgain() throws IOException {
    Ports ports = new Ports(new Random(1));
    int first = ports.free(32);

    assertThat(ports.take(first + 5, 1)).as("within those in a row").isFalse();
    assertThat(ports.take(first - 1, 2)).as("from before into them").isFalse();
    assertThat(new Ports(new Random(1)).take(first + 5, 1)).as("of another market").isTrue();
  }
}
