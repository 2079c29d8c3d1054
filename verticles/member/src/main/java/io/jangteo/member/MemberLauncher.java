package io.jangteo.member;

import io.jangteo.events.BrokerConfig;
import io.jangteo.launcher.ServiceLauncher;

/** This service as a process of its own. */
public final class MemberLauncher {
  private MemberLauncher() {}

  public static void main(String[] args) {
    ServiceLauncher.named("member", "accounts, sessions and the keys that sign tokens")
        .setting("member", MemberConfig.class)
        .setting("rabbitmq", BrokerConfig.class)
        .launch(
            (settings, runtime) ->
                new MemberVerticle(
                    settings.get(MemberConfig.class), settings.get(BrokerConfig.class), runtime),
            args);
  }
}
