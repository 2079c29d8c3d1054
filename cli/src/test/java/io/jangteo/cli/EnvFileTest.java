package io.jangteo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvFileTest {
  @Test
  void namesAndValuesAreReadCommentsAreNot() throws IOException {
    // When
    EnvFile file =
        EnvFile.parse(".env", List.of("# said", "", "A=1", " B = two=2 ", "C=\"3 #\"", "D='4'"));

    // Then
    assertThat(file.values())
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "B", "two=2", "C", "3 #", "D", "4"));
  }

  @Test
  void aVariableWinsOverTheFile() throws IOException {
    // Given
    EnvFile file = EnvFile.parse(".env", List.of("A=file", "B=file"));

    // Then
    assertThat(file.under(Map.of("A", "shell")))
        .containsEntry("A", "shell")
        .containsEntry("B", "file");
  }

  @Test
  void aLineThatSaysNothingIsNamed() {
    assertThatThrownBy(() -> EnvFile.parse(".env", List.of("A=1", "B")))
        .isInstanceOf(IOException.class)
        .hasMessage(".env, line 2 is not NAME=value");
  }
}
