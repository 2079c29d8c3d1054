package io.jangteo.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.Ids;
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

class AccountsIT {
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
  void registrationAnswersTheProfile() {
    Answer answer = register("Kim@Example.com");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("location")).isEqualTo("/members/me");
    assertThat(answer.text("email")).isEqualTo("kim@example.com");
    assertThat(answer.json().path("roles")).hasSize(1);
    assertThat(answer.json().path("roles").path(0).asText()).isEqualTo("customer");
    assertThat(answer.text("createdAt")).isNotBlank();
    assertThat(answer.json().has("password")).isFalse();
    assertThat(profile(id(answer)).json()).isEqualTo(answer.json());
  }

  @Test
  void registrationIsPublishedWithoutSayingWhoItIs() {
    UUID id = id(register("published@example.com"));

    assertThat(outbox("payload", id)).isEqualTo("{\"memberId\":\"" + id + "\"}");
    assertThat(outbox("type", id)).isEqualTo("member.registered.v1");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> outbox("published_at IS NOT NULL", id).equals("t"));
  }

  @Test
  void passwordIsKeptOnlyAsAnArgon2idHash() {
    UUID id = id(register("hashed@example.com"));

    assertThat(ROWS.value("SELECT password_hash FROM members WHERE id = '" + id + "'"))
        .startsWith("$argon2id$v=19$m=7168,t=2,p=1$");
  }

  @Test
  void addressIsTakenInWhateverCase() {
    register("taken@example.com");

    Answer second = register("TAKEN@example.com");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.fault()).isEqualTo("/email");
    assertThat(members("taken@example.com")).isEqualTo("1");
  }

  @Test
  void ofSimultaneousRegistrationsOfOneAddressOneWins() {
    List<Future<Answer>> burst =
        IntStream.range(0, 8)
            .mapToObj(i -> member.send("registerMember", body("race@example.com")))
            .toList();
    List<Integer> statuses =
        burst.stream().map(answer -> Await.success(answer).status()).sorted().toList();

    assertThat(statuses).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    assertThat(members("race@example.com")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{                                                                      | /",
        "[]                                                                     | /",
        "null                                                                   | /",
        "{}                                                                     | /email",
        "{`email`:1,`password`:`0123456789`,`name`:`n`}                         | /email",
        "{`email`:`no`,`password`:`0123456789`,`name`:`n`}                      | /email",
        "{`email`:`bad@x.com`,`password`:`short`,`name`:`n`}                    | /password",
        "{`email`:`bad@x.com`,`password`:`0123456789\\u0000`,`name`:`n`}        | /password",
        "{`email`:`bad@x.com`,`password`:`0123456789`}                          | /name",
        "{`email`:`bad@x.com`,`password`:`0123456789`,`name`:``}                | /name",
        "{`email`:`bad@x.com`,`password`:`0123456789`,`name`:`a\\u0000b`}       | /name",
        "{`email`:`bad@x.com`,`password`:`0123456789`,`name`:`\\ud800`}         | /name",
        "{`email`:`bad@x.com`,`password`:`0123456789`,`name`:`n`,`roles`:[]}    | /roles",
        "{`email`:`bad@x.com`,`password`:`0123456789`,`name`:`n`,`name`:`m`}    | /",
      })
  void badRegistrationIsRefusedByFieldAndNothingIsStored(String body, String fault) {
    long before = ROWS.count("members");

    Answer answer = member.call("registerMember", body.replace('`', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fault()).isEqualTo(fault);
    assertThat(ROWS.count("members")).isEqualTo(before);
  }

  @Test
  void profileNeedsACallerAndAMember() {
    assertThat(member.call("getOwnProfile", "").status()).isEqualTo(401);
    assertThat(profile(Ids.next()).status()).isEqualTo(404);
  }

  @Test
  void nameCanBeChanged() {
    UUID id = id(register("rename@example.com"));

    Answer changed = member.callAs(id, "updateOwnProfile", "{\"name\":\"Other \uD83D\uDE00\"}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(profile(id).text("name")).isEqualTo("Other \uD83D\uDE00");
    assertThat(member.callAs(Ids.next(), "updateOwnProfile", "{\"name\":\"x\"}").status())
        .isEqualTo(404);
    assertThat(member.callAs(id, "updateOwnProfile", "{}").status()).isEqualTo(400);
  }

  @Test
  void passwordChangeNeedsThePresentPassword() {
    UUID id = id(register("change@example.com"));

    Answer without = member.callAs(id, "updateOwnProfile", "{\"password\":\"another password\"}");
    Answer wrong = change(id, "not my password");

    assertThat(without.fault()).isEqualTo("/currentPassword");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.fault()).isEqualTo("/currentPassword");
    assertThat(change(id, PASSWORD).status()).isEqualTo(200);
    assertThat(change(id, PASSWORD).status()).isEqualTo(422);
  }

  @Test
  void otherServicesCanAskWhetherAMemberExists() {
    UUID id = id(register("find@example.com"));

    assertThat(find(id.toString()).text("id")).isEqualTo(id.toString());
    assertThat(find(Ids.next().toString()).status()).isEqualTo(404);
    assertThat(find("' OR 1=1").status()).isEqualTo(404);
  }

  private static Answer find(String id) {
    return member.ask("findMember", "path.memberId", id);
  }

  private static Answer change(UUID id, String current) {
    String body = "{\"password\":\"another password\",\"currentPassword\":\"%s\"}";
    return member.callAs(id, "updateOwnProfile", body.formatted(current));
  }

  private static Answer register(String email) {
    return member.call("registerMember", body(email));
  }

  private static String body(String email) {
    return "{\"email\":\"%s\",\"password\":\"%s\",\"name\":\"Kim\"}".formatted(email, PASSWORD);
  }

  private static Answer profile(UUID id) {
    return member.callAs(id, "getOwnProfile", "");
  }

  private static UUID id(Answer registered) {
    return UUID.fromString(registered.text("id"));
  }

  private static String members(String email) {
    return ROWS.value("SELECT count(*) FROM members WHERE email = '" + email + "'");
  }

  private static String outbox(String expression, UUID id) {
    return ROWS.value("SELECT " + expression + " FROM outbox WHERE aggregate_id = '" + id + "'");
  }
}
