package io.jangteo.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.Rows;
import io.jangteo.testing.ServiceCaller.Answer;
import io.jangteo.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysIT {
  private static final DatabaseConfig DATABASE = TestServers.database("member");
  private static final Rows ROWS = new Rows(DATABASE);
  private static final UUID OPERATOR = UUID.randomUUID();
  private static final String ROBOT =
      "{\"name\":\"robot\",\"roles\":[\"merchant\"],\"operations\":[\"createProduct\"]}";

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
  void aKeyIsShownOnceAndKeptAsADigest() {
    Answer made = make(ROBOT);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("location")).isEqualTo("/api-keys/" + made.text("id"));
    assertThat(made.header("cache-control")).isEqualTo("no-store");
    String key = made.text("key");
    assertThat(key).matches("jk_[A-Za-z0-9_-]{43}");
    assertThat(listed(made.text("id")).has("key")).isFalse();
    assertThat(ROWS.value("SELECT string_agg(k::text, ' ') FROM api_keys k"))
        .doesNotContain(key.substring(3));
  }

  @Test
  void whoeverHasTheKeyIsToldWhatItIsGoodFor() {
    Answer made = make(ROBOT);

    Answer checked = check(digest(made.text("key")));

    assertThat(checked.status()).isEqualTo(200);
    assertThat(checked.text("id")).isEqualTo(made.text("id"));
    assertThat(checked.json().path("roles").toString()).isEqualTo("[\"merchant\"]");
    assertThat(checked.json().path("operations").toString()).isEqualTo("[\"createProduct\"]");
    assertThat(check(digest(made.text("key") + "x")).status()).isEqualTo(404);
  }

  @Test
  void aRevokedKeyIsGoodForNothing() {
    Answer made = make(ROBOT);

    assertThat(revoke("operator", made.text("id")).status()).isEqualTo(204);
    assertThat(revoke("operator", made.text("id")).status()).isEqualTo(204);

    assertThat(check(digest(made.text("key"))).status()).isEqualTo(404);
    assertThat(listed(made.text("id")).path("revokedAt").asText()).isNotEmpty();
    assertThat(revoke("operator", UUID.randomUUID().toString()).status()).isEqualTo(404);
  }

  @Test
  void aKeyWhoseTimeIsOverIsGoodForNothing() {
    Answer made = make("{\"name\":\"n\",\"roles\":[\"customer\"],\"expiresInDays\":1}");
    assertThat(check(digest(made.text("key"))).json().path("expiresAt").asLong()).isPositive();

    ROWS.update(
        "UPDATE api_keys SET expires_at = now() - interval '1 s' WHERE id = '"
            + made.text("id")
            + "'");

    assertThat(check(digest(made.text("key"))).status()).isEqualTo(404);
  }

  @Test
  void onlyOperatorsDealWithKeys() {
    String id = make(ROBOT).text("id");

    for (String role : new String[] {"customer", "merchant"}) {
      assertThat(member.callAs(OPERATOR, role, "createApiKey", "", "", ROBOT).status())
          .isEqualTo(403);
      assertThat(member.callAs(OPERATOR, role, "listApiKeys", "", "", "").status()).isEqualTo(403);
      assertThat(revoke(role, id).status()).isEqualTo(403);
    }
    assertThat(member.call("createApiKey", ROBOT).status()).isEqualTo(401);
    assertThat(member.call("listApiKeys", "").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /name",
        "{'name':'n'} | /roles",
        "{'name':'n','roles':[]} | /roles",
        "{'name':'n','roles':['root']} | /roles",
        "{'name':'n','roles':[null]} | /roles",
        "{'name':'n','roles':['merchant'],'operations':['a b']} | /operations",
        "{'name':'n','roles':['merchant'],'expiresInDays':0} | /expiresInDays",
        "{'name':'n','roles':['merchant'],'key':'jk_mine'} | /key"
      })
  void whatCannotBeAKeyIsRefusedByField(String body, String field) {
    Answer answer = make(body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.fault()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({"''", "x", "AAAA", "'%%%'"})
  void onlyADigestCanBeAskedFor(String digest) {
    assertThat(check(digest).status()).isEqualTo(400);
  }

  private static Answer make(String body) {
    return member.callAs(OPERATOR, "operator", "createApiKey", "", "", body);
  }

  private static Answer revoke(String role, String id) {
    return member.callAs(OPERATOR, role, "revokeApiKey", "path.keyId", id, "");
  }

  private static JsonNode listed(String id) {
    for (var item :
        member.callAs(OPERATOR, "operator", "listApiKeys", "", "", "").json().path("items")) {
      if (item.path("id").asText().equals(id)) {
        return item;
      }
    }
    throw new AssertionError(id + " is not listed");
  }

  private static Answer check(String digest) {
    return member.call("checkApiKey", "{\"digest\":\"" + digest + "\"}");
  }

  private static String digest(String key) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
