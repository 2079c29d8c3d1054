package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.catalog.CatalogConfig;
import io.jangteo.embedded.EmbeddedConfig;
import io.jangteo.events.BrokerConfig;
import io.jangteo.gateway.GatewayConfig;
import io.jangteo.inventory.InventoryConfig;
import io.jangteo.launcher.ClusterSettings;
import io.jangteo.launcher.ProcessSettings;
import io.jangteo.launcher.TracingSettings;
import io.jangteo.launcher.heal.HealingSettings;
import io.jangteo.marketplace.MarketplaceConfig;
import io.jangteo.member.MemberConfig;
import io.jangteo.order.OrderConfig;
import io.jangteo.payment.PaymentConfig;
import io.jangteo.runtime.config.ConfigurationReference;
import io.jangteo.runtime.health.ManagementConfig;
import io.jangteo.sandbox.SandboxConfig;
import io.jangteo.shipping.ShippingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/config.md} says what can be set, all of it and nothing else. */
class ConfigurationReferenceTest {
  private static final GeneratedPage PAGE = new GeneratedPage("docs/config.md");

  private static final Pattern OWN_VARIABLE = Pattern.compile("JANGTEO_[A-Z_]+");
  private static final Pattern BOUND =
      Pattern.compile(
          "\\b(?:bind|setting|settingIfGiven|settings\\.put)\\(\\s*\"([a-z]+)\",\\s*(\\w+)\\.class");

  @Test
  void everySettingIsOnThePage() throws IOException {
    // Given
    StringBuilder generated = new StringBuilder();

    // When
    records()
        .forEach(
            (prefix, type) ->
                generated
                    .append(generated.isEmpty() ? "## `" : "\n## `")
                    .append(prefix)
                    .append("`\n\n")
                    .append(ConfigurationReference.HEADER)
                    .append(new ConfigurationReference().add(prefix, type).rows()));

    // Then
    PAGE.holds(generated.toString());
  }

  @Test
  void whatProcessesBindIsWhatThePageShows() throws IOException {
    // Given
    Map<String, String> bound = new TreeMap<>();
    for (Path source : ProjectFiles.javaSources("main")) {
      Matcher matcher = BOUND.matcher(Files.readString(source));
      while (matcher.find()) {
        bound.put(matcher.group(1), matcher.group(2));
      }
    }

    // Then
    Map<String, String> shown = new TreeMap<>();
    records().forEach((prefix, type) -> shown.put(prefix, type.getSimpleName()));
    assertThat(shown).containsExactlyInAnyOrderEntriesOf(bound);
  }

  @Test
  void everyVariableOfOurNameIsOnThePage() throws IOException {
    // Given
    TreeSet<String> read = new TreeSet<>();
    find(ProjectFiles.read("jangteo"), read);
    for (Path source : ProjectFiles.javaSources("main")) {
      find(Files.readString(source), read);
    }

    // Then
    String page = ProjectFiles.read("docs/config.md");
    assertThat(read).isNotEmpty();
    assertThat(read.stream().filter(name -> !page.contains("`" + name + "`")))
        .as("variables that docs/config.md leaves out")
        .isEmpty();
  }

  private static void find(String text, TreeSet<String> variables) {
    Matcher matcher = OWN_VARIABLE.matcher(text);
    while (matcher.find()) {
      variables.add(matcher.group());
    }
  }

  private static Map<String, Class<? extends Record>> records() {
    Map<String, Class<? extends Record>> records = new LinkedHashMap<>();
    records.put("marketplace", MarketplaceConfig.class);
    records.put("embedded", EmbeddedConfig.class);
    records.put("rabbitmq", BrokerConfig.class);
    records.put("gateway", GatewayConfig.class);
    records.put("management", ManagementConfig.class);
    records.put("process", ProcessSettings.class);
    records.put("cluster", ClusterSettings.class);
    records.put("tracing", TracingSettings.class);
    records.put("healing", HealingSettings.class);
    records.put("member", MemberConfig.class);
    records.put("catalog", CatalogConfig.class);
    records.put("inventory", InventoryConfig.class);
    records.put("order", OrderConfig.class);
    records.put("payment", PaymentConfig.class);
    records.put("sandbox", SandboxConfig.class);
    records.put("shipping", ShippingConfig.class);
    return records;
  }
}
