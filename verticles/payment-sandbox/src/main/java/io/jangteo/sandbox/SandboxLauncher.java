package io.jangteo.sandbox;

import io.jangteo.launcher.ServiceLauncher;

/** This service as a process of its own. */
public final class SandboxLauncher {
  private SandboxLauncher() {}

  public static void main(String[] args) {
    ServiceLauncher.named(
            "payment-sandbox", "a card provider to develop and test against, spoken to over HTTP")
        .setting("sandbox", SandboxConfig.class)
        .launch(
            (settings, runtime) ->
                new SandboxVerticle(settings.get(SandboxConfig.class), runtime.health()),
            args);
  }
}
