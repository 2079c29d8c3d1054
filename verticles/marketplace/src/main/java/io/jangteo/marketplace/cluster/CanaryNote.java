package io.jangteo.marketplace.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jangteo.marketplace.home.Home;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A canary that is there, written down so that it outlives the verb that started it.
 *
 * @param number of its instance
 * @param release the jar it runs
 * @param version it goes by
 * @param oldVersion what the others go by
 * @param percent its share
 */
record CanaryNote(int number, String release, String version, String oldVersion, int percent) {
  private static Path file(Home home, ServiceKind service) {
    return home.processes().resolve(service.title() + ".canary");
  }

  static Optional<CanaryNote> read(Home home, ServiceKind service) throws IOException {
    try {
      return Optional.of(
          Json.LENIENT.readValue(Files.readAllBytes(file(home, service)), CanaryNote.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  void write(Home home, ServiceKind service) throws IOException {
    Home.writePrivately(file(home, service), Json.encode(this).getBytes());
  }

  static void remove(Home home, ServiceKind service) throws IOException {
    Files.deleteIfExists(file(home, service));
  }

  /**
   * For verbs that would not know which of the two versions is meant.
   *
   * @throws IOException when that service has a canary
   */
  static void refuse(Home home, ServiceKind service) throws IOException {
    if (read(home, service).isPresent()) {
      throw new IOException(
          service.title()
              + " has a canary; first ./jangteo canary "
              + service.title()
              + " --promote, or --abort");
    }
  }
}
