package io.jangteo.launcher.heal;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** What nodes say to each other about themselves. */
final class Words {
  /** Of a request: what is asked; the same as what instances of services are asked. */
  static final String ACTION = "action";

  static final String PROBE = "probe";
  static final String GOODBYE = "goodbye";

  /** Of a request: who asks. */
  static final String NODE = "node";

  private static final String LISTED = "listed";
  private static final String UNREACHED = "unreached";

  private Words() {}

  /** The address of a node as such, whatever services it has. */
  static String address(String node) {
    return "node." + node;
  }

  static DeliveryOptions request(String action, String asker, Duration patience) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set(ACTION, action).set(NODE, asker);
    return new DeliveryOptions().setHeaders(headers).setSendTimeout(patience.toMillis());
  }

  /**
   * @param listed whether the asker is a member for who answers
   * @param unreached addresses that who answers cannot reach
   */
  static JsonObject answer(boolean listed, Collection<String> unreached) {
    return new JsonObject()
        .put(LISTED, listed)
        .put(UNREACHED, new JsonArray(unreached.stream().toList()));
  }

  static boolean isListed(JsonObject answer) {
    return answer.getBoolean(LISTED, false);
  }

  static Set<String> unreached(JsonObject answer) {
    Set<String> addresses = new TreeSet<>();
    answer.getJsonArray(UNREACHED, new JsonArray()).forEach(each -> addresses.add(each.toString()));
    return addresses;
  }
}
