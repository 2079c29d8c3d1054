package io.jangteo.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final PlacedOrder ORDER = new PlacedOrder("id-1", "COMPLETED", 3, 9, 1_000);

  @TempDir private Path folder;

  @Test
  void whatWasDoneIsKnownAfterAReopen() throws IOException {
    // Given
    try (Journal journal = journal()) {
      journal.invoke("a");
      journal.done("a", ORDER);
      journal.invoke("b");
      journal.member("17850", "member-1");
    }

    // When
    try (Journal journal = journal()) {
      // Then
      assertThat(journal.outcome("a")).contains(ORDER);
      assertThat(journal.outcome("b")).isEmpty();
      assertThat(journal.memberId("17850")).contains("member-1");
    }
  }

  @Test
  void aLineCutShortByAKillIsForgottenAndWrittenOver() throws IOException {
    // Given
    try (Journal journal = journal()) {
      journal.done("a", ORDER);
    }
    Files.writeString(file(), "{\"event\":\"done\",\"key\":\"b\",\"or", StandardOpenOption.APPEND);

    // When
    try (Journal journal = journal()) {
      journal.done("c", ORDER);
    }

    // Then
    try (Journal journal = journal()) {
      assertThat(journal.outcome("a")).contains(ORDER);
      assertThat(journal.outcome("b")).isEmpty();
      assertThat(journal.outcome("c")).contains(ORDER);
    }
  }

  private Journal journal() throws IOException {
    return Journal.open(file());
  }

  private Path file() {
    return folder.resolve("journal.jsonl");
  }
}
