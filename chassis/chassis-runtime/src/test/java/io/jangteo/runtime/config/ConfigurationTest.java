package io.jangteo.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  enum Mode {
    FAST,
    VERY_SAFE
  }

  record Store(
      @Setting(defaultValue = "5432", doc = "Port.") int port,
      @Setting(defaultValue = "none", doc = "Password.") Secret password) {
    Store {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("port must be between 1 and 65535");
      }
    }
  }

  record Shop(
      @Setting(defaultValue = "2s", doc = "Longest step.") Duration stepTimeout,
      @Setting(defaultValue = "64KiB", doc = "Largest body.") ByteSize bodyMax,
      @Setting(defaultValue = "fast", doc = "How.") Mode mode,
      @Setting(defaultValue = "a, b", doc = "Some.") List<String> names,
      @Setting(defaultValue = "0.5", doc = "Share.") double share,
      @Setting(defaultValue = "true", doc = "Whether.") boolean open,
      @Setting(defaultValue = "9000000000", doc = "Count.") long count,
      @Setting(defaultValue = "http://localhost/", doc = "Where.") URI address,
      @Setting(defaultValue = "/tmp", doc = "Folder.") Path folder,
      Store db) {}

  record Required(@Setting(doc = "Its name.") String name, int size) {}

  @TempDir private Path folder;

  @Test
  void defaultsAreTakenWhenNothingIsSet() {
    Shop shop = of(Map.of()).bind("shop", Shop.class);

    assertThat(shop)
        .isEqualTo(
            new Shop(
                Duration.ofSeconds(2),
                new ByteSize(65536),
                Mode.FAST,
                List.of("a", "b"),
                0.5,
                true,
                9_000_000_000L,
                URI.create("http://localhost/"),
                Path.of("/tmp"),
                new Store(5432, new Secret("none"))));
  }

  @Test
  void environmentOverridesFileOverridesDefaultsOverridesAnnotation() throws IOException {
    Path file =
        write("{\"shop\":{\"stepTimeout\":\"3s\",\"mode\":\"very-safe\",\"db\":{\"port\":1}}}");
    Configuration configuration =
        of(Map.of("SHOP_DB_PORT", "2"))
            .withFile(file)
            .withDefaults(Map.of("shop.stepTimeout", "9s", "shop.share", "0.25"));

    Shop shop = configuration.bind("shop", Shop.class);

    assertThat(shop.db().port()).isEqualTo(2);
    assertThat(shop.stepTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(shop.mode()).isEqualTo(Mode.VERY_SAFE);
    assertThat(shop.share()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource({
    "shop.stepTimeout, SHOP_STEP_TIMEOUT",
    "order.db.poolSizeMax, ORDER_DB_POOL_SIZE_MAX",
    "payment-sandbox.port, PAYMENT_SANDBOX_PORT"
  })
  void variableIsThePathInCapitals(String key, String variable) {
    assertThat(Configuration.variable(key)).isEqualTo(variable);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    ConfigurationException failure =
        failure(
            of(
                Map.of(
                    "SHOP_STEP_TIMEOUT", "2 parsecs",
                    "SHOP_MODE", "sometimes",
                    "SHOP_SHARE", "half",
                    "SHOP_OPEN", "yes",
                    "SHOP_COUNT", "1.5",
                    "SHOP_BODY_MAX", "64k",
                    "SHOP_DB_PORT", "70000",
                    "SHOP_DB_PROT", "1")),
            Shop.class);

    assertThat(failure.getMessage().lines())
        .hasSize(8)
        .anyMatch(line -> line.contains("SHOP_STEP_TIMEOUT") && line.contains("250ms"))
        .anyMatch(line -> line.contains("SHOP_MODE") && line.contains("VERY_SAFE"))
        .anyMatch(line -> line.contains("shop.db: port must be between 1 and 65535"))
        .anyMatch(line -> line.equals("SHOP_DB_PROT is not a setting of shop"));
  }

  @Test
  void unknownKeyOfTheFileIsAProblem() throws IOException {
    Configuration configuration =
        of(Map.of()).withFile(write("{\"shop\":{\"stepTimeOut\":\"3s\"},\"other\":{\"x\":1}}"));

    assertThat(failure(configuration, Shop.class))
        .hasMessage("shop.stepTimeOut is not a setting of shop");
  }

  @Test
  void variableOfAnotherPrefixIsNobodysBusiness() {
    Configuration configuration = of(Map.of("SHOPPING_LIST", "milk", "PATH", "/bin"));

    assertThat(configuration.bind("shop", Shop.class).open()).isTrue();
  }

  @Test
  void missingRequiredKeysAreNamedWithTheirVariables() {
    assertThat(failure(of(Map.of()), Required.class))
        .hasMessageContaining("shop.name (SHOP_NAME) is not set")
        .hasMessageContaining("shop.size (SHOP_SIZE) is not set");
  }

  @Test
  void secretIsReadFromAFileWithoutItsLineEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s3cret\n");

    Shop shop = of(Map.of("SHOP_DB_PASSWORD_FILE", file.toString())).bind("shop", Shop.class);

    assertThat(shop.db().password().value()).isEqualTo("s3cret");
    assertThat(shop.toString()).doesNotContain("s3cret");
  }

  @Test
  void onlySecretsAreReadFromFiles() {
    assertThat(failure(of(Map.of("SHOP_MODE_FILE", "/etc/passwd")), Shop.class))
        .hasMessage("SHOP_MODE_FILE is not a setting of shop");
  }

  @Test
  void unreadableSecretFileNamesTheKey() {
    Path missing = folder.resolve("missing");

    assertThat(failure(of(Map.of("SHOP_DB_PASSWORD_FILE", missing.toString())), Shop.class))
        .hasMessageContaining("shop.db.password")
        .hasMessageContaining(missing.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "", "{", "{\"a\":1,\"a\":2}", "{} {}"})
  void fileThatIsNotOneObjectIsAProblem(String text) throws IOException {
    Path file = write(text);

    ConfigurationException failure =
        catchThrowableOfType(ConfigurationException.class, () -> of(Map.of()).withFile(file));

    assertThat(failure).hasMessageContaining(file.toString());
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("jangteo.json"), json);
  }

  private static Configuration of(Map<String, String> environment) {
    return Configuration.ofEnvironment(environment);
  }

  private static ConfigurationException failure(
      Configuration configuration, Class<? extends Record> type) {
    return catchThrowableOfType(
        ConfigurationException.class, () -> configuration.bind("shop", type));
  }
}
