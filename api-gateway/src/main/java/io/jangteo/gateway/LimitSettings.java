package io.jangteo.gateway;

import io.jangteo.gateway.limit.AddressRanges;
import io.jangteo.gateway.limit.Limit;
import io.jangteo.runtime.config.Setting;
import java.time.Duration;
import java.util.List;

/** Limits that hold for every operation; those of one operation stand in its contract. */
public record LimitSettings(
    @Setting(
            defaultValue = "50/s",
            doc =
                "Requests that one client address may send, judged before anything else; an IPv6"
                    + " client counts by its /64 network.")
        String address,
    @Setting(defaultValue = "100", doc = "So many of them may come at once.") int addressBurst,
    @Setting(defaultValue = "100/s", doc = "Requests that one account may send.") String subject,
    @Setting(defaultValue = "200", doc = "So many of them may come at once.") int subjectBurst,
    @Setting(
            defaultValue = "",
            doc =
                "Addresses and networks, separated by commas, to which no limit of any kind"
                    + " applies. `./jangteo up` and `cluster` set it to this machine's own,"
                    + " `127.0.0.0/8,::1`, unless it is set.")
        List<String> exempt,
    @Setting(
            defaultValue = "100",
            doc = "Connections that one address may hold open to one gateway instance.")
        int connectionsMax,
    @Setting(
            defaultValue = "100000",
            doc = "Clients counted at once; the ones longest unheard of are forgotten first.")
        int clientsMax,
    @Setting(
            defaultValue = "200ms",
            doc =
                "How long another gateway's answer is awaited before limits are counted without"
                    + " it; no request waits for it.")
        Duration shareTimeout) {

  public LimitSettings {
    exempt = List.copyOf(exempt);
    Limit.of("address", address, addressBurst);
    Limit.of("subject", subject, subjectBurst);
    AddressRanges.of(exempt);
    require(connectionsMax >= 1, "connectionsMax must be at least 1");
    require(clientsMax >= 1, "clientsMax must be at least 1");
    require(shareTimeout.toMillis() >= 1, "shareTimeout must be at least 1ms");
  }

  Limit addressLimit() {
    return Limit.of("address", address, addressBurst);
  }

  Limit subjectLimit() {
    return Limit.of("subject", subject, subjectBurst);
  }

  AddressRanges exemptRanges() {
    return AddressRanges.of(exempt);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
