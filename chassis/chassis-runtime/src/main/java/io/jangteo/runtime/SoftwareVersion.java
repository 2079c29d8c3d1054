package io.jangteo.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version this process was built as, the same for every part of it. */
public final class SoftwareVersion {
  private static final String RESOURCE = "version.properties";
  private static final String CURRENT = read();

  private SoftwareVersion() {}

  /** For example {@code 0.1.0-SNAPSHOT}. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream in = SoftwareVersion.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " is unreadable", e);
    }
  }
}
