package io.jangteo.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.Await;
import io.jangteo.testing.Rows;
import io.jangteo.testing.ServiceCaller.Answer;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsIT {
  private static final DatabaseConfig DATABASE = TestServers.database("member");
  private static final Rows ROWS = new Rows(DATABASE);
  private static final String PASSWORD = "correct horse battery";

  private static RunningMember member;

  @BeforeAll
  static void start() {
    member = RunningMember.start(DATABASE);
  }

  @AfterAll
  static void stop() {
    member.close();
  }

  @Test
  void logInGivesATokenThatThePublishedKeysVerify() throws Exception {
    UUID id = register("login@example.com");

    Answer answer = logIn("LOGIN@example.com", PASSWORD);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.text("tokenType")).isEqualTo("Bearer");
    assertThat(answer.json().path("expiresIn").asInt()).isEqualTo(900);
    SignedJWT token = SignedJWT.parse(answer.text("accessToken"));
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo(id.toString());
    assertThat(token.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("customer");
    JWKSet keys = JWKSet.parse(member.call("getJwks", "").reply().body().toString());
    assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
    assertThat(
            token.verify(
                new ECDSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey())))
        .isTrue();
  }

  @Test
  void refusalDoesNotTellWhetherTheAccountExists() {
    register("known@example.com");

    Answer wrong = logIn("known@example.com", "not the password");
    Answer unknown = logIn("unknown@example.com", "not the password");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.json()).isEqualTo(wrong.json());
  }

  @Test
  void refreshGivesANewPair() {
    register("refresh@example.com");
    Answer first = logIn("refresh@example.com", PASSWORD);

    Answer second = refresh(first);
    Answer third = refresh(second);

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("refreshToken")).isNotEqualTo(first.text("refreshToken"));
    assertThat(second.text("accessToken")).isNotEqualTo(first.text("accessToken"));
    assertThat(third.status()).isEqualTo(200);
  }

  @Test
  void secondUseOfATokenEndsItsFamilyAndNoOther() {
    register("reuse@example.com");
    Answer stolen = logIn("reuse@example.com", PASSWORD);
    Answer elsewhere = logIn("reuse@example.com", PASSWORD);
    Answer thief = refresh(stolen);

    Answer reuse = refresh(stolen);

    assertThat(reuse.status()).isEqualTo(401);
    assertThat(refresh(thief).status()).isEqualTo(401);
    assertThat(refresh(elsewhere).status()).isEqualTo(200);
  }

  @Test
  void ofSimultaneousUsesOneWinsAndTheFamilyIsEnded() {
    register("race@example.com");
    Answer first = logIn("race@example.com", PASSWORD);
    String body = "{\"refreshToken\":\"" + first.text("refreshToken") + "\"}";
    List<Future<Answer>> burst =
        IntStream.range(0, 6).mapToObj(i -> member.send("refreshSession", body)).toList();
    List<Answer> answers = burst.stream().map(Await::success).toList();

    assertThat(answers.stream().map(Answer::status).sorted())
        .containsExactly(200, 401, 401, 401, 401, 401);
    Answer winner = answers.stream().filter(a -> a.status() == 200).findFirst().orElseThrow();
    assertThat(refresh(winner).status()).isEqualTo(401);
  }

  @Test
  void tokenThatHasRunOutIsRefusedAndForgotten() {
    UUID id = register("old@example.com");
    Answer answer = logIn("old@example.com", PASSWORD);
    ROWS.update(
        "UPDATE refresh_tokens SET expires_at = now() WHERE session_id IN "
            + "(SELECT id FROM sessions WHERE member_id = '"
            + id
            + "')");

    assertThat(refresh(answer).status()).isEqualTo(401);

    ROWS.update("UPDATE sessions SET expires_at = now() WHERE member_id = '" + id + "'");
    await().atMost(Duration.ofSeconds(10)).until(() -> sessions(id).equals("0"));
  }

  @Test
  void logOutEndsEverySessionOfTheCallerOnly() {
    UUID id = register("leaver@example.com");
    register("stayer@example.com");
    Answer one = logIn("leaver@example.com", PASSWORD);
    Answer two = logIn("leaver@example.com", PASSWORD);
    Answer other = logIn("stayer@example.com", PASSWORD);

    assertThat(member.callAs(id, "endSession", "").status()).isEqualTo(204);
    assertThat(member.callAs(id, "endSession", "").status()).isEqualTo(204);

    assertThat(refresh(one).status()).isEqualTo(401);
    assertThat(refresh(two).status()).isEqualTo(401);
    assertThat(refresh(other).status()).isEqualTo(200);
    assertThat(member.call("endSession", "").status()).isEqualTo(401);
  }

  @Test
  void newPasswordEndsEverySessionAndTheOldPassword() {
    UUID id = register("rekey@example.com");
    Answer before = logIn("rekey@example.com", PASSWORD);

    member.callAs(
        id,
        "updateOwnProfile",
        "{\"password\":\"another password\",\"currentPassword\":\"" + PASSWORD + "\"}");

    assertThat(refresh(before).status()).isEqualTo(401);
    assertThat(logIn("rekey@example.com", PASSWORD).status()).isEqualTo(401);
    assertThat(logIn("rekey@example.com", "another password").status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "createSession  | {                                             | 400 | /",
        "createSession  | {`email`:`a@b.c`}                             | 400 | /password",
        "createSession  | {`email`:[],`password`:`x`}                   | 400 | /email",
        "createSession  | {`email`:`a@b.c`,`password`:`\\u0000`}        | 400 | /password",
        "createSession  | {`email`:`a@b.c`,`password`:`x`,`role`:`x`}   | 400 | /role",
        "refreshSession | {}                                            | 400 | /refreshToken",
        "refreshSession | {`refreshToken`:7}                            | 400 | /refreshToken",
        "refreshSession | {`refreshToken`:`\\u0000`}                    | 400 | /refreshToken",
        "refreshSession | {`refreshToken`:`nonsense`}                   | 401 | ~~",
      })
  void badRequestIsRefused(String action, String body, int status, String fault) {
    long before = ROWS.count("sessions");

    Answer answer = member.call(action, body.replace('`', '"'));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.fault()).isEqualTo(fault);
    assertThat(ROWS.count("sessions")).isEqualTo(before);
  }

  private static UUID register(String email) {
    String body = "{\"email\":\"%s\",\"password\":\"%s\",\"name\":\"Kim\"}";
    return UUID.fromString(
        member.call("registerMember", body.formatted(email, PASSWORD)).text("id"));
  }

  private static Answer logIn(String email, String password) {
    return member.call(
        "createSession", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
  }

  private static Answer refresh(Answer pair) {
    return member.call(
        "refreshSession", "{\"refreshToken\":\"" + pair.text("refreshToken") + "\"}");
  }

  private static String sessions(UUID memberId) {
    return ROWS.value("SELECT count(*) FROM sessions WHERE member_id = '" + memberId + "'");
  }
}
