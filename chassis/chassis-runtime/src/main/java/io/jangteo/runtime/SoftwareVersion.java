package io.jangteo.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version this process goes by, the same for every part of it. */
public final class SoftwareVersion {
  /** System property that tells a process to go by another version than it was built as. */
  public static final String PROPERTY = "jangteo.version";

  private static final String RESOURCE = "version.properties";
  private static final String CURRENT = read();

  private SoftwareVersion() {}

  /** For example {@code 0.1.0-SNAPSHOT}. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    String given = System.getProperty(PROPERTY);
    return given == null ? built() : given;
  }

  private static String built() {
    try (InputStream in = SoftwareVersion.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " is unreadable", e);
    }
  }
}
