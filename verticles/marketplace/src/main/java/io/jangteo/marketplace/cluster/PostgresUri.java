package io.jangteo.marketplace.cluster;

import io.jangteo.embedded.PostgresAddress;
import io.jangteo.runtime.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** {@code postgresql://user:password@host:port/database} of an administrator. */
public record PostgresUri(PostgresAddress administrator, String database) {
  private static final int DEFAULT_PORT = 5432;
  private static final String FORM = "postgresql://user:password@host:port/database";

  /**
   * Reads one; port and database may be left out.
   *
   * @throws IllegalArgumentException naming the form; never the password
   */
  public static PostgresUri parse(String text) {
    URI uri = uri(text);
    String[] user =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    boolean scheme = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
    if (!scheme || uri.getHost() == null || user.length != 2) {
      throw new IllegalArgumentException("a PostgreSQL address looks like " + FORM);
    }
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    return new PostgresUri(
        new PostgresAddress(
            uri.getHost(),
            uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
            decode(user[0]),
            new Secret(decode(user[1]))),
        path.isEmpty() ? "postgres" : path);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("a PostgreSQL address looks like " + FORM);
    }
  }

  private static String decode(String part) {
    // A plus sign stands for itself in this part of an address.
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
