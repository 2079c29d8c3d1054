package io.jangteo.marketplace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedPortsTest {
  @Test
  void portsAreSharedWhereThereIsANativeTransport() {
    assertThat(SharedPorts.areOn("Linux", "amd64")).isTrue();
    assertThat(SharedPorts.areOn("Linux", "aarch64")).isTrue();
    assertThat(SharedPorts.areOn("Linux", "riscv64")).isFalse();
    assertThat(SharedPorts.areOn("Mac OS X", "aarch64")).isFalse();
  }
}
