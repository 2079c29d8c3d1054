package io.jangteo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class EmbeddedBrokerIT {
  @TempDir private Path directory;
  private EmbeddedBroker broker;

  @BeforeEach
  void prepare() {
    broker = new EmbeddedBroker(BrokerOptions.in(directory));
  }

  @AfterEach
  void stop() {
    broker.stop();
  }

  @Test
  void keepsConfirmedMessagesAndItsPortOverAStopAndAStart() throws Exception {
    broker.start();
    int port = broker.port();
    try (BrokerProbe probe = new BrokerProbe(broker.uri())) {
      probe.publish(3);
    }

    broker.stop();
    assertThat(broker.isRunning()).isFalse();
    broker.start();

    assertThat(broker.port()).isEqualTo(port);
    try (BrokerProbe probe = new BrokerProbe(broker.uri())) {
      assertThat(probe.depth()).isEqualTo(3);
    }
  }

  @Test
  void keepsConfirmedMessagesWhenItsProcessIsKilled() throws Exception {
    try (OtherJvm other = OtherJvm.run(BrokerInOtherJvm.class, directory)) {
      other.kill();
    }

    broker.start();

    try (BrokerProbe probe = new BrokerProbe(broker.uri())) {
      assertThat(probe.depth()).isEqualTo(BrokerInOtherJvm.MESSAGES);
    }
  }

  @Test
  void servesUntilItsOwnerStopsItWhenTheJvmIsAskedToEnd() throws Exception {
    try (OtherJvm other = OtherJvm.run(BrokerInEndingJvm.class, directory)) {
      other.terminate();
    }

    broker.start();

    try (BrokerProbe probe = new BrokerProbe(broker.uri())) {
      assertThat(probe.depth()).isEqualTo(BrokerInEndingJvm.MESSAGES);
    }
  }

  @Test
  void keepsVirtualHostsApart() throws Exception {
    broker.start();
    broker.createVirtualHost("other");

    try (BrokerProbe main = new BrokerProbe(broker.uri());
        BrokerProbe other = new BrokerProbe(broker.uri("other"))) {
      main.publish(2);
      assertThat(other.depth()).isZero();
      assertThat(main.depth()).isEqualTo(2);
    }
    broker.dropVirtualHost("other");
    assertThatThrownBy(() -> new BrokerProbe(broker.uri("other"))).isNotNull();
  }

  @Test
  void refusesAWrongPassword() {
    broker.start();
    String wrong = broker.uri().value().replaceFirst(":[0-9a-f]+@", ":wrong@");

    assertThatThrownBy(() -> new BrokerProbe(new Secret(wrong))).isNotNull();
  }

  @Test
  void leavesNoFileReadableByOthers() throws IOException {
    broker.start();

    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
      List<Path> secrets = files.filter(EmbeddedBrokerIT::holdsThePassword).toList();
      assertThat(secrets).isNotEmpty();
      for (Path secret : secrets) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
            .as(secret.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  private static boolean holdsThePassword(Path file) {
    String name = file.getFileName().toString();
    return name.equals("broker.password") || name.endsWith(".json");
  }
}
