package io.jangteo.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditTest {
  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Audit audit =
      new Audit("g1", loggers, Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));

  @BeforeEach
  void listen() {
    lines.start();
    loggers.getLogger(Audit.LOGGER).addAppender(lines);
  }

  @AfterEach
  void restore() {
    loggers.getLogger(Audit.LOGGER).detachAppender(lines);
    root.setLevel(before);
  }

  private static AdminRequest request(String id) {
    return new AdminRequest(
        "putWeights", "ann", id, List.of("shop"), Map.of(), MissingNode.getInstance());
  }

  private JsonNode items(String limit) {
    AdminRequest list =
        new AdminRequest(
            "listChanges",
            "ann",
            "r",
            List.of(),
            Map.of("limit", limit),
            MissingNode.getInstance());
    return audit.handlers().get("listChanges").handle(list).result().path("items");
  }

  @Test
  void aChangeIsOneLineWithAllThatIsKnownOfIt() {
    audit.note(request("r-1"), IntNode.valueOf(1), Future.succeededFuture(IntNode.valueOf(2)));

    assertThat(lines.list).hasSize(1);
    assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.INFO);
    Map<String, String> said =
        lines.list.get(0).getKeyValuePairs().stream()
            .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    assertThat(said)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "at", "2026-01-02T03:04:05Z",
                "subject", "ann",
                "action", "putWeights",
                "outcome", "ok",
                "before", "1",
                "after", "2",
                "requestId", "r-1",
                "target", "shop"));
  }

  @Test
  void noLevelOfAnotherLoggerSilencesIt() {
    root.setLevel(Level.OFF);

    audit.note(request("r-1"), IntNode.valueOf(1), Future.succeededFuture(IntNode.valueOf(2)));

    assertThat(lines.list).hasSize(1);
  }

  @Test
  void aChangeIsNotedWhenItHasEndedAlsoWhenItFails() {
    Promise<JsonNode> change = Promise.promise();
    audit.note(request("r-1"), IntNode.valueOf(1), change.future());
    assertThat(items("10")).isEmpty();

    change.fail("no cluster");

    assertThat(items("10").at("/0/outcome").asText()).isEqualTo("failed");
    assertThat(items("10").at("/0").has("after")).isFalse();
  }

  @Test
  void theLastTwoHundredAreKeptNewestFirst() {
    for (int i = 0; i < 205; i++) {
      audit.note(request("r-" + i), IntNode.valueOf(i), Future.succeededFuture(IntNode.valueOf(i)));
    }

    assertThat(items("200")).hasSize(200);
    assertThat(items("200").at("/0/requestId").asText()).isEqualTo("r-204");
    assertThat(items("200").at("/199/requestId").asText()).isEqualTo("r-5");
    assertThat(items("3")).hasSize(3);
  }
}
