package io.jangteo.events;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import io.jangteo.runtime.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * The broker's address as it is configured. That of a cluster names the hosts of all its nodes,
 * {@code amqp://user:password@host1:5672,host2:5672/vhost}: what else stands in it is the same for
 * each.
 */
public final class BrokerNodes {
  private static final Pattern FORM =
      Pattern.compile("(?i)(amqps?)://([^@/?#]*@)?([^@/?#]+)(/[^@/?#]*)?");
  private static final String EXAMPLE =
      "uri must be like amqp://user:password@host1:5672,host2:5672/vhost";
  private static final int PORT_MAX = 65_535;

  private final boolean secured;
  private final List<Address> addresses;
  private final ConnectionFactory account;

  private BrokerNodes(boolean secured, List<Address> addresses, ConnectionFactory account) {
    this.secured = secured;
    this.addresses = List.copyOf(addresses);
    this.account = account;
  }

  /**
   * @throws IllegalArgumentException when it is none; the message shows nothing of it
   */
  public static BrokerNodes of(Secret uri) {
    Matcher parts = FORM.matcher(uri.value());
    if (!parts.matches()) {
      throw new IllegalArgumentException(EXAMPLE);
    }
    List<Address> addresses = new ArrayList<>();
    for (String host : parts.group(3).split(",", -1)) {
      addresses.add(address(host));
    }
    boolean secured = parts.group(1).toLowerCase(Locale.ROOT).equals("amqps");
    return new BrokerNodes(secured, addresses, account(parts.group(2), parts.group(4)));
  }

  private static Address address(String host) {
    try {
      URI parsed = new URI("amqp://" + host);
      if (parsed.getHost() == null || parsed.getPort() == 0 || parsed.getPort() > PORT_MAX) {
        throw new IllegalArgumentException(EXAMPLE + ": one of its hosts is none");
      }
      return new Address(parsed.getHost(), parsed.getPort());
    } catch (URISyntaxException e) {
      // Without the cause: it quotes what may be part of a password.
      throw new IllegalArgumentException(EXAMPLE + ": one of its hosts is none");
    }
  }

  /** The client decodes what is escaped. */
  private static ConnectionFactory account(String user, String path) {
    ConnectionFactory account = new ConnectionFactory();
    try {
      account.setUri("amqp://" + orEmpty(user) + "host" + orEmpty(path));
      return account;
    } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          EXAMPLE + ": user, password or virtual host has a character that must be escaped");
    }
  }

  private static String orEmpty(String part) {
    return part == null ? "" : part;
  }

  /** A factory for {@link #inAnyOrder}, with account, virtual host and TLS. */
  public ConnectionFactory factory() throws GeneralSecurityException {
    ConnectionFactory factory = account.clone();
    if (secured) {
      // What the client chooses for such an address trusts every certificate.
      factory.useSslProtocol(SSLContext.getDefault());
      factory.enableHostnameVerification();
    }
    return factory;
  }

  boolean isSecured() {
    return secured;
  }

  ConnectionFactory account() {
    return account;
  }

  /** To be tried one after the other; in another order each time, so that all nodes are used. */
  public List<Address> inAnyOrder() {
    List<Address> shuffled = new ArrayList<>(addresses);
    Collections.shuffle(shuffled);
    return shuffled;
  }

  int count() {
    return addresses.size();
  }

  /** For messages: never user or password. */
  @Override
  public String toString() {
    return addresses.stream().map(BrokerNodes::text).collect(Collectors.joining(", "));
  }

  private static String text(Address address) {
    return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
  }
}
