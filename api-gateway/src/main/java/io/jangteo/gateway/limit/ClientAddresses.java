package io.jangteo.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;

/**
 * Tells where a request comes from: the other end of its connection, unless that is a proxy of
 * ours. Then it is the entry of {@code X-Forwarded-For} which the outermost of our proxies wrote;
 * entries left of it are the client's own invention.
 */
public final class ClientAddresses {
  private static final String FORWARDED_FOR = "x-forwarded-for";
  private static final int REMEMBERED = 10_000;
  private static final Client ELSEWHERE = new Client("local", false, false);

  private final AddressRanges proxies;
  private final int hops;
  private final AddressRanges exempt;
  private final Cache<String, Client> known =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  /**
   * @param proxies whose word is taken
   * @param hops how many of them a request passes
   * @param exempt clients without limits
   */
  public ClientAddresses(AddressRanges proxies, int hops, AddressRanges exempt) {
    this.proxies = proxies;
    this.hops = hops;
    this.exempt = exempt;
  }

  /** The client of a request. */
  public Client of(HttpServerRequest request) {
    Client peer = of(request.connection().remoteAddress());
    return peer.proxy() ? behind(peer, request.headers().getAll(FORWARDED_FOR)) : peer;
  }

  /** The client that {@code proxy} speaks for, itself where it names none. */
  Client behind(Client proxy, List<String> forwardedFor) {
    String forwarded = fromRight(forwardedFor);
    Client client = forwarded == null ? null : find(forwarded);
    return client == null ? proxy : client;
  }

  /** The other end of a connection. */
  public Client of(SocketAddress address) {
    String host = address.hostAddress();
    Client client = host == null ? null : find(host);
    return client == null ? ELSEWHERE : client;
  }

  /** Null when the text is no address. */
  private Client find(String text) {
    Client client = known.getIfPresent(text);
    if (client == null) {
      client = IpAddress.parse(text).map(this::judge).orElse(null);
      if (client != null) {
        known.put(text, client);
      }
    }
    return client;
  }

  private Client judge(IpAddress address) {
    return new Client(address.client(), proxies.contain(address), exempt.contain(address));
  }

  /** Null when there are fewer entries than proxies: then one of them was passed by. */
  private String fromRight(List<String> fields) {
    int left = hops;
    for (int i = fields.size() - 1; i >= 0; i--) {
      String field = fields.get(i);
      for (int end = field.length(); end >= 0; ) {
        int comma = field.lastIndexOf(',', end - 1);
        left--;
        if (left == 0) {
          return withoutPort(field.substring(comma + 1, end).strip());
        }
        end = comma < 0 ? -1 : comma;
      }
    }
    return null;
  }

  /** Some proxies write {@code 192.0.2.1:4711} or {@code [2001:db8::1]:4711}. */
  private static String withoutPort(String entry) {
    if (entry.startsWith("[")) {
      int end = entry.indexOf(']');
      return end < 0 ? entry : entry.substring(1, end);
    }
    int colon = entry.indexOf(':');
    return colon > 0 && colon == entry.lastIndexOf(':') ? entry.substring(0, colon) : entry;
  }
}
