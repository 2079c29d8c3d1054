package io.jangteo.cli.cluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the built jars are. */
public final class Project {
  private Project() {}

  /**
   * Where {@code JANGTEO_PROJECT} says, else the folder that {@code cli/target} is in, from which
   * this class was loaded.
   */
  public static Path root() throws IOException {
    String given = System.getenv("JANGTEO_PROJECT");
    if (given != null) {
      return Path.of(given);
    }
    try {
      Path own = Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return own.getParent().getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IOException("cannot tell where the project is", e);
    }
  }
}
