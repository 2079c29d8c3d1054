package io.jangteo.launcher;

import io.jangteo.runtime.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What concerns a process as such, whichever service it runs. */
public record ProcessSettings(
    @Setting(
            defaultValue = "",
            doc =
                "File in which a process that serves tells its pid, node and ports as JSON; it is"
                    + " removed at an orderly stop.")
        String runFile,
    @Setting(
            defaultValue = "30s",
            doc = "How long an orderly stop may take; then the process ends as it is.")
        Duration stopTimeout) {

  public ProcessSettings {
    if (stopTimeout.toSeconds() < 1) {
      throw new IllegalArgumentException("stopTimeout must be at least 1s");
    }
  }

  Optional<Path> runPath() {
    return runFile.isBlank() ? Optional.empty() : Optional.of(Path.of(runFile));
  }
}
