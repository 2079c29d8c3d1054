package io.jangteo.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberConfigTest {
  private static final Map<String, String> DATABASE =
      Map.of("member.db.name", "member", "member.db.user", "member", "member.db.password", "x");

  @Test
  void defaultsAreWhatIsDocumented() {
    MemberConfig config = bind(Map.of());

    assertThat(config.tokens().accessLifetime()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.tokens().refreshLifetime()).isEqualTo(Duration.ofDays(30));
    assertThat(config.tokens().keySchedule().rotation()).isEqualTo(Duration.ofHours(24));
    assertThat(config.tokens().keySchedule().retention())
        .isGreaterThan(config.tokens().accessLifetime());
    assertThat(config.hashing().memory().bytes()).isEqualTo(19L << 20);
    assertThat(config.seed().merchantEmail()).isEmpty();
  }

  @Test
  void seedAccountsNeedAnAddressAndALongEnoughPassword() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> bind(Map.of("MEMBER_SEED_MERCHANT_EMAIL", "m@jangteo.local")))
        .withMessageContaining("merchantPassword");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> bind(Map.of("MEMBER_SEED_OPERATOR_EMAIL", "nobody")))
        .withMessageContaining("operatorEmail");
  }

  @Test
  void keyMustBePublishedLongEnoughBeforeItSigns() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> bind(Map.of("MEMBER_TOKENS_KEY_LEAD", "90s")))
        .withMessageContaining("keyLead");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> bind(Map.of("MEMBER_TOKENS_KEY_ROTATION", "10m")))
        .withMessageContaining("keyRotation");
  }

  @Test
  void weakHashingIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> bind(Map.of("MEMBER_HASHING_MEMORY", "1MiB")))
        .withMessageContaining("memory");
  }

  private static MemberConfig bind(Map<String, String> environment) {
    return Configuration.ofEnvironment(new HashMap<>(environment))
        .withDefaults(DATABASE)
        .bind("member", MemberConfig.class);
  }
}
