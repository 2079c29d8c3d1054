package io.jangteo.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.Rows;
import io.jangteo.testing.ServiceCaller.Answer;
import io.jangteo.testing.TestServers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningKeysIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String LOG_IN =
      "{\"email\":\"keys@example.com\",\"password\":\"correct horse battery\"}";

  @Test
  void instancesShareOneKeyAndKeepItOverARestart() {
    DatabaseConfig database = TestServers.database("member");
    List<String> first;
    try (RunningMember one = RunningMember.start(database);
        RunningMember two = RunningMember.start(database)) {
      first = kids(one);

      assertThat(first).hasSize(1);
      assertThat(kids(two)).isEqualTo(first);
      assertThat(one.health().isReady()).isTrue();
    }
    try (RunningMember again = RunningMember.start(database)) {
      assertThat(kids(again)).isEqualTo(first);
    }
  }

  @Test
  void keyIsPublishedBeforeItSignsAndAfterItSigned() throws Exception {
    DatabaseConfig database = TestServers.database("member");
    Rows rows = new Rows(database);
    try (RunningMember one = RunningMember.start(database);
        RunningMember two = RunningMember.start(database)) {
      one.call("registerMember", LOG_IN.replace("}", ",\"name\":\"Kim\"}"));
      String old = kids(one).get(0);

      // When the first key has signed for a day
      rows.update("UPDATE signing_keys SET active_from = now() - interval '1 day'");

      // Then one successor is published, and does not sign yet
      await().atMost(PATIENCE).until(() -> kids(one).size() == 2 && kids(two).size() == 2);
      assertThat(kids(two)).isEqualTo(kids(one)).startsWith(old);
      assertThat(signer(one)).isEqualTo(old);
      String successor = kids(one).get(1);

      // When the successor's time has come
      rows.update("UPDATE signing_keys SET active_from = now() WHERE kid = '" + successor + "'");

      // Then it signs, and tokens of the old key can still be verified
      await().atMost(PATIENCE).until(() -> signer(two).equals(successor));
      assertThat(kids(two)).containsExactly(old, successor);

      // When every token of the old key has run out
      rows.update("UPDATE signing_keys SET active_from = active_from - interval '21 minutes'");

      // Then it is gone
      await()
          .atMost(PATIENCE)
          .until(() -> kids(one).equals(List.of(successor)) && kids(two).equals(kids(one)));
    }
  }

  private static List<String> kids(RunningMember member) {
    Answer answer = member.call("getJwks", "");
    assertThat(answer.header("cache-control")).startsWith("public, max-age=");
    assertThat(answer.json().path("keys")).noneMatch(key -> key.has("d"));
    return answer.json().path("keys").findValues("kid").stream().map(JsonNode::asText).toList();
  }

  private static String signer(RunningMember member) throws Exception {
    Answer answer = member.call("createSession", LOG_IN);
    return SignedJWT.parse(answer.text("accessToken")).getHeader().getKeyID();
  }
}
