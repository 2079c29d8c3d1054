package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of Java that our processes are started with. */
class OptionFilesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cli/service.jvm",
        "cli/infrastructure.jvm",
        "cli/up.jvm",
        "cluster-config/compose/container.jvm"
      })
  void aProcessEndsWhenItsMemoryDoes(String file) throws IOException {
    assertThat(ProjectFiles.read(file).lines()).contains("-XX:+ExitOnOutOfMemoryError");
  }
}
