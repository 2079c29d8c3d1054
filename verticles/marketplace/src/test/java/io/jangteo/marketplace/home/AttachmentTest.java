package io.jangteo.marketplace.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentTest {
  private static final List<String> DATABASES =
      List.of("member", "catalog", "inventory", "order", "payment", "sandbox", "shipping");

  @TempDir private Path folder;

  @Test
  void aHomeLeadsToTheContainers() throws IOException {
    // Given
    Home home = new Home(folder.resolve("home"));
    Map<String, String> settings = settings();
    settings.put("PUBLISH_ADDRESS", "0.0.0.0");
    settings.put("PUBLISH_GATEWAY_1", "18080");

    // When
    Attachment.of(settings).write(home);

    // Then
    RunState state = Attachment.of(home).orElseThrow();
    assertThat(state.urls()).containsExactly("http://127.0.0.1:18080", "http://127.0.0.1:8081");
    assertThat(state.brokerUri()).isEqualTo("amqp://broker:secret@127.0.0.1:15673");
    assertThat(state.databases().get("order").jdbcUrl())
        .isEqualTo("jdbc:postgresql://127.0.0.1:15432/order_db");
    assertThat(state.databases().get("order").password()).isEqualTo("order-password");
    assertThat(Credentials.load(home).account("merchant").email()).isEqualTo("MERCHANT@test");
  }

  @Test
  void attachingAgainKeepsThePasswordsOfReplayedCustomers() throws IOException {
    // Given
    Home home = new Home(folder.resolve("home"));
    Attachment.of(settings()).write(home);
    String replay = Credentials.load(home).replay();

    // When
    Attachment.remove(home);
    Attachment.of(settings()).write(home);

    // Then
    assertThat(Credentials.load(home).replay()).isEqualTo(replay);
  }

  @Test
  void thePasswordsOfAMarketOfItsOwnAreNotOverwritten() throws IOException {
    // Given
    Home home = new Home(folder.resolve("home"));
    home.create();
    Credentials own = Credentials.loadOrCreate(home, DATABASES);

    // Then
    assertThatThrownBy(() -> Attachment.of(settings()).write(home))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--home");
    assertThat(Credentials.load(home)).isEqualTo(own);
  }

  @Test
  void anAttachedHomeIsRefusedToAMarketOfItsOwn() throws IOException {
    // Given
    Home home = new Home(folder.resolve("home"));
    Attachment.refuse(home);
    Attachment.of(settings()).write(home);

    // Then
    assertThatThrownBy(() -> Attachment.refuse(home))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("attached");
  }

  @Test
  void lettingGoLeavesNothingThatANewMarketWouldTakeOver() throws IOException {
    // Given
    Home home = new Home(folder.resolve("home"));
    Attachment.of(settings()).write(home);

    // When
    Attachment.remove(home);

    // Then
    assertThat(Attachment.of(home)).isEmpty();
    assertThat(Files.exists(home.credentialsFile())).isFalse();
  }

  @Test
  void aMissingPasswordIsNamed() {
    // Given
    Map<String, String> settings = settings();
    settings.remove("ORDER_DB_PASSWORD");

    // Then
    assertThatThrownBy(() -> Attachment.of(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ORDER_DB_PASSWORD is not set");
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    for (String service : DATABASES) {
      settings.put(service.toUpperCase(Locale.ROOT) + "_DB_PASSWORD", service + "-password");
    }
    for (String role : List.of("MERCHANT", "OPERATOR")) {
      settings.put("MEMBER_SEED_" + role + "_EMAIL", role + "@test");
      settings.put("MEMBER_SEED_" + role + "_PASSWORD", role + "-password");
    }
    settings.put("BROKER_USER", "broker");
    settings.put("BROKER_PASSWORD", "secret");
    settings.put("PROVIDER_API_KEY", "provider-key-of-some-length");
    return settings;
  }
}
