package io.jangteo.gateway.docs;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The pages that the gateway serves itself: the API documentation, which works offline. */
public final class OwnPages {
  /** Where the merged contract is served. */
  public static final String CONTRACT = "/openapi.json";

  private static final String DOCS = "/docs";
  private static final String ADMIN = "/admin";
  private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
  private static final String WEBJAR_VERSION =
      "META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final Map<String, String> WEBJAR_FILES =
      Map.of(
          "swagger-ui.css", "text/css; charset=utf-8",
          "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
          "favicon-32x32.png", "image/png");

  private final Map<String, Page> pages;

  private OwnPages(Map<String, Page> pages) {
    this.pages = Map.copyOf(pages);
  }

  /**
   * Reads them from the class path; blocking.
   *
   * @throws IllegalStateException when one is missing, which is a broken build
   */
  public static OwnPages load() {
    Map<String, Page> pages = new HashMap<>();
    String version = webjarVersion();
    WEBJAR_FILES.forEach(
        (file, type) ->
            pages.put(DOCS + "/" + file, Page.of(type, resource(WEBJAR + version + "/" + file))));
    pages.put(DOCS, Page.of("text/html; charset=utf-8", resource("docs/index.html")));
    pages.put(
        DOCS + "/start.js", Page.of("text/javascript; charset=utf-8", resource("docs/start.js")));
    pages.put(
        "/",
        Page.ofText(
            "application/json", "{\"contract\":\"" + CONTRACT + "\",\"docs\":\"" + DOCS + "\"}"));
    return new OwnPages(pages);
  }

  /** Paths that no service may claim, nor any below them; what operators use is one. */
  public static Set<String> reserved() {
    return Set.of("/", CONTRACT, DOCS, ADMIN);
  }

  /** The page at a decoded path; null when there is none. */
  public Page at(String path) {
    return pages.get(path);
  }

  private static String webjarVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(WEBJAR_VERSION)) {
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException(WEBJAR_VERSION + " is unreadable", e);
    }
  }

  private static Buffer resource(String path) {
    try (InputStream in = open(path)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(path + " is unreadable", e);
    }
  }

  private static InputStream open(String path) {
    InputStream in = OwnPages.class.getClassLoader().getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException(path + " is not on the class path");
    }
    return in;
  }
}
