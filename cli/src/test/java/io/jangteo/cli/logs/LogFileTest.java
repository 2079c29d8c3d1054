package io.jangteo.cli.logs;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir private Path folder;
  private Path path;
  private LogFile log;

  @BeforeEach
  void begin() {
    path = folder.resolve("order-1.log");
    log = new LogFile(path);
  }

  @Test
  void linesAreGivenOnceAndOnlyWhenTheyAreFinished() throws IOException {
    write("one\ntw");
    assertThat(log.next()).containsExactly("one");

    write("o\n");
    assertThat(log.next()).containsExactly("two");
    assertThat(log.next()).isEmpty();
  }

  @Test
  void aFileThatComesLaterIsReadFromItsBeginning() throws IOException {
    assertThat(log.next()).isEmpty();

    write("one\n");

    assertThat(log.next()).containsExactly("one");
  }

  @Test
  void theTailIsFollowedByWhatComesAfterIt() throws IOException {
    write("one\ntwo\nthree\n");
    assertThat(log.tail(2)).containsExactly("two", "three");

    write("four\n");

    assertThat(log.next()).containsExactly("four");
  }

  @Test
  void aTruncatedFileIsFollowed() throws IOException {
    write("a long line before\n");
    log.skipToEnd();

    Files.writeString(path, "new\n");

    assertThat(log.next()).containsExactly("new");
  }

  @Test
  void aReplacedFileIsFollowedAlsoWhenItIsLonger() throws IOException {
    write("old\n");
    log.skipToEnd();

    Path other = Files.writeString(folder.resolve("other"), "first of the new\nsecond\n");
    Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);

    assertThat(log.next()).containsExactly("first of the new", "second");
  }

  private void write(String text) throws IOException {
    Files.writeString(path, text, CREATE, APPEND);
  }
}
