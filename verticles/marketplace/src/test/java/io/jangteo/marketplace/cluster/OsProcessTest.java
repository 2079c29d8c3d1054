package io.jangteo.marketplace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OsProcessTest {
  @Test
  void aProcessIsKnownByNumberAndBeginning() {
    OsProcess own = OsProcess.of(ProcessHandle.current());

    assertThat(own.isAlive()).isTrue();
    assertThat(new OsProcess(own.pid(), own.startedMillis() - 60_000).isAlive()).isFalse();
  }

  @Test
  void aNumberNobodyHasIsDead() {
    assertThat(new OsProcess(0, 0).isAlive()).isFalse();
    assertThat(OsProcess.of(Integer.MAX_VALUE).isAlive()).isFalse();
  }
}
