package io.jangteo.system;

import io.jangteo.catalog.CatalogConfig;
import io.jangteo.events.BrokerConfig;
import io.jangteo.gateway.GatewayConfig;
import io.jangteo.inventory.InventoryConfig;
import io.jangteo.launcher.ClusterSettings;
import io.jangteo.launcher.ProcessSettings;
import io.jangteo.launcher.TracingSettings;
import io.jangteo.launcher.heal.HealingSettings;
import io.jangteo.member.MemberConfig;
import io.jangteo.order.OrderConfig;
import io.jangteo.payment.PaymentConfig;
import io.jangteo.runtime.health.ManagementConfig;
import io.jangteo.sandbox.SandboxConfig;
import io.jangteo.shipping.ShippingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A module that is a process of its own.
 *
 * @param launcher source of its main class
 */
record LaunchedModule(String launcher) {
  private static final Pattern SETTING =
      Pattern.compile("\\.setting(?:IfGiven)?\\(\\s*\"([a-z]+)\",\\s*(\\w+)\\.class");

  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          MemberConfig.class,
          CatalogConfig.class,
          InventoryConfig.class,
          OrderConfig.class,
          PaymentConfig.class,
          SandboxConfig.class,
          ShippingConfig.class,
          GatewayConfig.class,
          BrokerConfig.class);

  /** All there are, by their folder. */
  static Map<String, LaunchedModule> all() throws IOException {
    Map<String, LaunchedModule> modules = new TreeMap<>();
    for (Path source : ProjectFiles.javaSources("main")) {
      String text = Files.readString(source);
      String path = ProjectFiles.path("").relativize(source).toString();
      // What the chassis launches is in every jar and no module of its own.
      if (text.contains("ServiceLauncher.named(") && !path.startsWith("chassis")) {
        modules.put(path.substring(0, path.indexOf("/src/")), new LaunchedModule(text));
      }
    }
    return modules;
  }

  /** The records that it binds, by prefix. */
  Map<String, Class<? extends Record>> settings() {
    Map<String, Class<? extends Record>> settings = new TreeMap<>();
    settings.put("management", ManagementConfig.class);
    settings.put("process", ProcessSettings.class);
    settings.put("cluster", ClusterSettings.class);
    settings.put("tracing", TracingSettings.class);
    settings.put("healing", HealingSettings.class);
    Matcher matcher = SETTING.matcher(launcher);
    while (matcher.find()) {
      settings.put(matcher.group(1), record(matcher.group(2)));
    }
    return settings;
  }

  private static Class<? extends Record> record(String name) {
    return RECORDS.stream()
        .filter(type -> type.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not listed here"));
  }
}
