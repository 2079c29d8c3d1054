package io.jangteo.bus.caller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.runtime.json.Json;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that a gateway tells of in its discovery record: in place of the contract of a service,
 * because it offers no operation.
 */
public final class AnnouncedKeys {
  static final int KEY_BYTES = 32;

  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedKeys.class);
  private static final String FIELD = "x-jangteo-caller-keys";
  private static final int MAX_KEYS = 4;

  /** What stands before the 32 bytes of an Ed25519 key in X.509 notation (RFC 8410). */
  private static final byte[] X509_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  private AnnouncedKeys() {}

  /** The document of a record that tells of {@code keys}. */
  public static ObjectNode document(Collection<AssertionKey> keys) {
    ObjectNode document = Json.LENIENT.createObjectNode();
    ArrayNode list = document.putArray(FIELD);
    keys.forEach(key -> list.add(key.publicJwk()));
    return document;
  }

  /** Whether the record is one of those, and therefore no service. */
  public static boolean isIn(ServiceInstance instance) {
    return instance.contract().has(FIELD);
  }

  /** The keys of all records, by the header of what they sign. */
  static Map<String, PublicKey> of(List<ServiceInstance> instances) {
    Map<String, PublicKey> keys = new HashMap<>();
    for (ServiceInstance instance : instances) {
      JsonNode list = instance.contract().path(FIELD);
      for (int i = 0; i < Math.min(MAX_KEYS, list.size()); i++) {
        add(instance, list.get(i).path("x").asText(), keys);
      }
    }
    return keys;
  }

  private static void add(ServiceInstance instance, String text, Map<String, PublicKey> keys) {
    try {
      byte[] key = Base64.getUrlDecoder().decode(text);
      if (key.length != KEY_BYTES) {
        throw new IllegalArgumentException("a key has 32 bytes");
      }
      keys.put(AssertionHeader.of(key).encoded(), decode(key));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("service", instance.service())
          .addKeyValue("error", e.getMessage())
          .log("ignoring an unreadable key of a gateway");
    }
  }

  private static PublicKey decode(byte[] key) throws GeneralSecurityException {
    byte[] encoded = new byte[X509_PREFIX.length + KEY_BYTES];
    System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
    System.arraycopy(key, 0, encoded, X509_PREFIX.length, KEY_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }
}
