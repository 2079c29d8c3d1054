package io.jangteo.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jangteo.runtime.SoftwareVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogConfiguratorTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void jsonEventCarriesItsKeyValuesAndTheCause() throws Exception {
    JsonNode event = new ObjectMapper().readTree(encode("json"));

    assertThat(event.path("message").textValue()).isEqualTo("could not\nplace");
    assertThat(event.path("log.level").textValue()).isEqualTo("WARN");
    assertThat(event.path("requestId").textValue()).isEqualTo("r-1");
    assertThat(event.path("service.version").textValue()).isEqualTo(SoftwareVersion.current());
    assertThat(event.path("error.message").textValue()).isEqualTo("the cause");
  }

  @Test
  void jsonEventSaysOfWhichProcessItIs() throws Exception {
    Map<String, String> container =
        Map.of(
            LogConfigurator.FORMAT,
            "json",
            LogConfigurator.SERVICE,
            "order",
            "HOSTNAME",
            "bac74ce1f58b");

    JsonNode event =
        new ObjectMapper().readTree(encode(container, "text", "r-1", new Exception("cause")));

    assertThat(event.path("service.name").textValue()).isEqualTo("order");
    assertThat(event.path("service.node.name").textValue()).isEqualTo("bac74ce1f58b");
  }

  @Test
  void plainEventIsOneLineWithItsKeyValues() {
    String text = encode("plain");

    assertThat(text.lines().findFirst().orElseThrow())
        .contains("WARN")
        .contains("could not place")
        .contains("requestId=\"r-1\"")
        .doesNotContain("\u001B");
    assertThat(text).contains("the cause");
  }

  @Test
  void coloursAreOnlyInTheColouredFormat() {
    assertThat(encode("colour")).contains("\u001B[");
  }

  /** In the message, in a key-value and in the text of an exception. */
  @Test
  void noFormatShowsASecret() throws Exception {
    for (String format : new String[] {"json", "plain", "colour"}) {
      String text =
          encode(
              format,
              "login of ann@example.com with password=hunter2",
              "Bearer abcdef.ghijkl",
              new IllegalStateException("{\"refreshToken\":\"r3fresh\"} card 4111 1111 1111 1111"));

      assertThat(text)
          .doesNotContain("ann@", "hunter2", "ghijkl", "r3fresh", "4111 1111")
          .contains("***@example.com", "***1111");
      if (format.equals("json")) {
        assertThat(new ObjectMapper().readTree(text).path("requestId").textValue())
            .isEqualTo("Bearer ***");
      }
    }
  }

  @Test
  void librariesAreQuietAndOurLevelIsSettable() {
    new LogConfigurator(Map.of(LogConfigurator.LEVEL, "debug")).configure(context);

    assertThat(context.getLogger("io.jangteo.order").getEffectiveLevel()).isEqualTo(Level.DEBUG);
    assertThat(context.getLogger("com.hazelcast.x").getEffectiveLevel()).isEqualTo(Level.WARN);
    assertThat(context.getLogger("org.example").getEffectiveLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void thisProcessIsConfiguredByIt() {
    LoggerContext live = (LoggerContext) LoggerFactory.getILoggerFactory();

    assertThat(live.getLogger("io.netty").getLevel()).isEqualTo(Level.WARN);
  }

  private String encode(String format) {
    return encode(format, "could not\nplace", "r-1", new IllegalStateException("the cause"));
  }

  private String encode(String format, String message, String requestId, Throwable cause) {
    return encode(Map.of(LogConfigurator.FORMAT, format), message, requestId, cause);
  }

  private String encode(
      Map<String, String> environment, String message, String requestId, Throwable cause) {
    LogConfigurator configurator = new LogConfigurator(environment);
    context.setMDCAdapter(new LogbackMDCAdapter());
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    context.getLogger("ROOT").addAppender(events);
    context
        .getLogger("io.jangteo.order.Placing")
        .atWarn()
        .addKeyValue("requestId", requestId)
        .setCause(cause)
        .log(message);
    return new String(
        configurator.encoder(context).encode(events.list.get(0)), StandardCharsets.UTF_8);
  }
}
