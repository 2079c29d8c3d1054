package io.jangteo.cli.cluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the built jars are. */
public final class Project {
  private Project() {}

  /** The folder that {@code cli/target}, from which this class was loaded, is in. */
  public static Path root() throws IOException {
    try {
      Path own = Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return own.getParent().getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IOException("cannot tell where the project is", e);
    }
  }
}
