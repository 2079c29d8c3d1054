package io.jangteo.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.Rows;
import io.jangteo.testing.ServiceCaller.Answer;
import io.jangteo.testing.TestServers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeedAccountsIT {
  private static final DatabaseConfig DATABASE = TestServers.database("member");
  private static final Rows ROWS = new Rows(DATABASE);

  @Test
  void configuredAccountsAreThereWithTheConfiguredPasswordAfterEveryStart() throws Exception {
    try (RunningMember member = RunningMember.start(DATABASE, seeds("first password"))) {
      assertThat(roles(member, "merchant@jangteo.local", "first password")).isEqualTo("merchant");
      assertThat(roles(member, "operator@jangteo.local", "first password")).isEqualTo("operator");
    }
    String hashes = hashes();

    RunningMember.start(DATABASE, seeds("first password")).close();
    assertThat(hashes()).isEqualTo(hashes);

    try (RunningMember member = RunningMember.start(DATABASE, seeds("second password"))) {
      assertThat(roles(member, "merchant@jangteo.local", "second password")).isEqualTo("merchant");
      assertThat(logIn(member, "merchant@jangteo.local", "first password").status()).isEqualTo(401);
    }
    assertThat(ROWS.count("members")).isEqualTo(2);
  }

  @Test
  void accountThatSomeoneElseOpenedIsTakenOver() throws Exception {
    DatabaseConfig database = TestServers.database("member");
    String squatter =
        "{\"email\":\"merchant@jangteo.local\",\"password\":\"squatter's own\",\"name\":\"S\"}";
    Answer session;
    try (RunningMember member = RunningMember.start(database)) {
      member.call("registerMember", squatter);
      session = logIn(member, "merchant@jangteo.local", "squatter's own");
    }

    try (RunningMember member = RunningMember.start(database, seeds("rightful password"))) {
      assertThat(logIn(member, "merchant@jangteo.local", "squatter's own").status()).isEqualTo(401);
      assertThat(
              member
                  .call(
                      "refreshSession",
                      "{\"refreshToken\":\"" + session.text("refreshToken") + "\"}")
                  .status())
          .isEqualTo(401);
      assertThat(roles(member, "merchant@jangteo.local", "rightful password"))
          .isEqualTo("merchant");
    }
  }

  private static Map<String, String> seeds(String password) {
    return Map.of(
        "seed.merchantEmail",
        "merchant@jangteo.local",
        "seed.merchantPassword",
        password,
        "seed.operatorEmail",
        "operator@jangteo.local",
        "seed.operatorPassword",
        password);
  }

  private static String roles(RunningMember member, String email, String password)
      throws Exception {
    Answer answer = logIn(member, email, password);
    assertThat(answer.status()).isEqualTo(201);
    return String.join(
        " ",
        SignedJWT.parse(answer.text("accessToken")).getJWTClaimsSet().getStringListClaim("roles"));
  }

  private static Answer logIn(RunningMember member, String email, String password) {
    return member.call(
        "createSession", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
  }

  private static String hashes() {
    return ROWS.value("SELECT string_agg(password_hash, ' ' ORDER BY email) FROM members");
  }
}
