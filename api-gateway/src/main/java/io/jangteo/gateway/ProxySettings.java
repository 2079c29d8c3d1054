package io.jangteo.gateway;

import io.jangteo.gateway.limit.AddressRanges;
import io.jangteo.runtime.config.Setting;
import java.util.List;

/** Whose word is taken for where a request comes from. */
public record ProxySettings(
    @Setting(
            defaultValue = "",
            doc =
                "Addresses and networks of the proxies in front of the gateway, separated by commas;"
                    + " what anybody else says of where a request comes from is ignored.")
        List<String> trusted,
    @Setting(
            defaultValue = "1",
            doc =
                "How many of them add to `X-Forwarded-For`: the client is that entry, counted from"
                    + " the right.")
        int hops,
    @Setting(
            defaultValue = "false",
            doc =
                "Whether every connection begins with a PROXY protocol header (version 1 or 2);"
                    + " those that do not come from `trusted` are closed.")
        boolean protocol) {

  public ProxySettings {
    trusted = List.copyOf(trusted);
    AddressRanges.of(trusted);
    if (hops < 1 || hops > 16) {
      throw new IllegalArgumentException("hops must be between 1 and 16");
    }
    if (protocol && trusted.isEmpty()) {
      throw new IllegalArgumentException("protocol needs the proxies' addresses in trusted");
    }
  }

  /** {@link #trusted}, parsed. */
  public AddressRanges trustedRanges() {
    return AddressRanges.of(trusted);
  }
}
