package io.jangteo.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.jangteo.member.RunningMember.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeedAccountsIT {
  private static final String DATABASE = "member_seeds";

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
    assertThat(TestServers.shared().value(DATABASE, "SELECT count(*) FROM members")).isEqualTo("2");
  }

  @Test
  void accountThatSomeoneElseOpenedIsTakenOver() throws Exception {
    String database = "member_seeds_taken";
    String squatter =
        "{\"email\":\"merchant@jangteo.local\",\"password\":\"squatter's own\",\"name\":\"S\"}";
    Answer session;
    try (RunningMember member = RunningMember.start(database, Map.of())) {
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
        "member.seed.merchantEmail",
        "merchant@jangteo.local",
        "member.seed.merchantPassword",
        password,
        "member.seed.operatorEmail",
        "operator@jangteo.local",
        "member.seed.operatorPassword",
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
    return TestServers.shared()
        .value(DATABASE, "SELECT string_agg(password_hash, ' ' ORDER BY email) FROM members");
  }
}
