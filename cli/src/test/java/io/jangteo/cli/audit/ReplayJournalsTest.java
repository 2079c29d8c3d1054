package io.jangteo.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.jangteo.cli.audit.ReplayJournals.Answered;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayJournalsTest {
  private static final String INVOKED = "{\"event\":\"invoke\",\"key\":\"replay-f1-%s\"}\n";
  private static final String DONE =
      "{\"event\":\"done\",\"key\":\"replay-f1-%s\",\"order\":{\"id\":\"%s\",\"status\":\"COMPLETED\","
          + "\"lines\":1,\"units\":2,\"pence\":500}}\n";

  @TempDir private Path folder;
  private Home home;
  private ReplayJournals journals;

  @BeforeEach
  void start() {
    home = new Home(folder);
    journals = new ReplayJournals(home);
  }

  @Test
  void sayNothingWhereNobodyKeptOne() throws IOException {
    journals.note();

    assertThat(journals.answered()).isEmpty();
    assertThat(journals.attempted()).isEmpty();
  }

  @Test
  void tellWhatWasAttemptedFromWhatWasAnswered() throws IOException {
    write(INVOKED.formatted("1") + INVOKED.formatted("2") + DONE.formatted("1", "order-1"));

    journals.note();

    assertThat(journals.answered())
        .containsExactly(entry("replay-f1-1", new Answered("order-1", "500")));
    assertThat(journals.attempted())
        .containsExactly(entry("replay-f1-", Set.of("replay-f1-1", "replay-f1-2")));
  }

  @Test
  void takeNoAnswerThatCameAfterItWasNoted() throws IOException {
    write(INVOKED.formatted("1"));
    journals.note();

    write(INVOKED.formatted("1") + DONE.formatted("1", "order-1"));

    assertThat(journals.answered()).isEmpty();
  }

  @Test
  void readALineThatAKillCutShortAsNothing() throws IOException {
    String done = DONE.formatted("1", "order-1");
    write(INVOKED.formatted("1") + done.substring(0, done.length() - 20));

    journals.note();

    assertThat(journals.answered()).isEmpty();
    assertThat(journals.attempted().get("replay-f1-")).containsExactly("replay-f1-1");
  }

  private void write(String text) throws IOException {
    Files.createDirectories(home.journals());
    Files.writeString(home.journals().resolve("f1.jsonl"), text);
  }
}
