package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.contract.Policy.Authentication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be kept of an operation's answers: its {@code x-jangteo.cache} object. An operation
 * without one is never answered from the cache. The answers depend on the path, on the parameters
 * listed and, where the contract says {@code private}, on the caller; on nothing else of a request.
 *
 * @param scope which operation it is; the first part of every key
 * @param parameters how many path parameters the operation has
 * @param fresh how long an answer is given out without asking the service
 * @param staleWhileRevalidate for how much longer, while the service is asked behind the scenes
 * @param staleIfError how long after its freshness an answer stands in for a service that fails
 * @param notFound how long a 404 is fresh; zero to keep none
 * @param clientsKeep what clients and proxies are allowed; they cannot be told of a change
 * @param query parameters that tell answers apart, sorted; a request with another one is not
 *     answered from the cache
 * @param perCaller {@code private}: an answer is for the caller alone who asked for it
 */
public record CachePolicy(
    String scope,
    int parameters,
    Duration fresh,
    Duration staleWhileRevalidate,
    Duration staleIfError,
    Duration notFound,
    Duration clientsKeep,
    List<String> query,
    boolean perCaller,
    List<Invalidation> invalidations) {

  private static final Set<String> KEYS =
      Set.of(
          "fresh",
          "staleWhileRevalidate",
          "staleIfError",
          "notFound",
          "clientsKeep",
          "query",
          "private",
          "invalidatedBy");
  private static final Set<String> INVALIDATION_KEYS =
      Set.of("events", "owner", "field", "parameter");
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m)");
  private static final Pattern TYPE = Pattern.compile("[a-z]+(-[a-z]+)*(\\.[a-z0-9-]+)+\\.v\\d+");
  private static final Pattern OWNER = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * An event after which answers kept are out of date.
   *
   * @param owner whose event it is
   * @param type {@code product.price-changed.v1}
   * @param field of the event's payload that says which answers; null for all of the operation
   * @param parameter place of the path parameter that the field is compared with
   */
  public record Invalidation(String owner, String type, String field, int parameter) {}

  /**
   * Where the policy stands.
   *
   * @param path names of the path parameters in the order of the template
   * @param query names of the declared query parameters
   */
  record Place(
      String service, String method, String template, List<String> path, Set<String> query) {}

  /** Whether it is that of an operation of the service. */
  public boolean isOf(String service) {
    return scope.startsWith(service + " ");
  }

  /** Whether it knows every parameter that was sent. */
  public boolean covers(Map<String, String> sent) {
    return sent.isEmpty() || query.containsAll(sent.keySet());
  }

  /**
   * Reads the object out of an operation's {@code x-jangteo}.
   *
   * @throws IllegalArgumentException naming the key that cannot be
   */
  static Optional<CachePolicy> read(
      JsonNode extension, Authentication authentication, Place place) {
    JsonNode cache = extension.path("cache");
    if (cache.isMissingNode()) {
      return Optional.empty();
    }
    require(cache.isObject(), "", "is no object");
    onlyKnown(cache, KEYS, "");
    require(place.method().equals("get"), "", "is for GET only");
    require(!extension.has("stream"), "", "and x-jangteo.stream exclude each other");
    boolean perCaller = bool(cache.path("private"));
    boolean open = authentication == Authentication.NONE;
    require(open || perCaller, ".private", "must be true, or auth none");
    require(!open || !perCaller, ".private", "cannot be true where nobody says who is calling");
    Duration fresh = time(cache, "fresh", null);
    require(!fresh.isZero(), ".fresh", "must be more than nothing");
    return Optional.of(
        new CachePolicy(
            place.service() + " " + place.template(),
            place.path().size(),
            fresh,
            time(cache, "staleWhileRevalidate", Duration.ZERO),
            time(cache, "staleIfError", Duration.ZERO),
            time(cache, "notFound", Duration.ZERO),
            time(cache, "clientsKeep", Duration.ZERO),
            query(cache.path("query"), place),
            perCaller,
            invalidations(cache.path("invalidatedBy"), place)));
  }

  private static List<String> query(JsonNode names, Place place) {
    Set<String> sorted = new TreeSet<>();
    for (String name : texts(names, ".query")) {
      require(place.query().contains(name), ".query", name + " is no parameter of the operation");
      sorted.add(name);
    }
    return List.copyOf(sorted);
  }

  private static List<Invalidation> invalidations(JsonNode entries, Place place) {
    require(entries.isMissingNode() || entries.isArray(), ".invalidatedBy", "is no list");
    List<Invalidation> all = new ArrayList<>();
    for (JsonNode entry : entries) {
      onlyKnown(entry, INVALIDATION_KEYS, ".invalidatedBy");
      String owner = entry.path("owner").asText(place.service());
      require(OWNER.matcher(owner).matches(), ".invalidatedBy.owner", owner + " is no service");
      String field = entry.path("field").textValue();
      String parameter = entry.path("parameter").textValue();
      require(
          (field == null) == (parameter == null),
          ".invalidatedBy",
          "needs both of field and parameter, or none for all answers of the operation");
      int at = place.path().indexOf(parameter);
      require(
          parameter == null || at >= 0,
          ".invalidatedBy.parameter",
          parameter + " is no path parameter");
      List<String> types = texts(entry.path("events"), ".invalidatedBy.events");
      require(!types.isEmpty(), ".invalidatedBy.events", "names none");
      types.forEach(type -> all.add(new Invalidation(owner, checked(type), field, at)));
    }
    return List.copyOf(all);
  }

  private static String checked(String type) {
    require(TYPE.matcher(type).matches(), ".invalidatedBy.events", type + " is no type of event");
    return type;
  }

  private static List<String> texts(JsonNode list, String key) {
    require(list.isMissingNode() || list.isArray(), key, "is no list");
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : list) {
      require(entry.isTextual(), key, entry + " is no text");
      texts.add(entry.textValue());
    }
    return texts;
  }

  private static boolean bool(JsonNode node) {
    require(node.isMissingNode() || node.isBoolean(), ".private", node + " is not true or false");
    return node.asBoolean(false);
  }

  private static Duration time(JsonNode cache, String key, Duration otherwise) {
    if (!cache.has(key) && otherwise != null) {
      return otherwise;
    }
    String text = cache.path(key).asText();
    Matcher matcher = TIME.matcher(text);
    require(matcher.matches(), "." + key, "'" + text + "' is no time like 5s");
    long amount = Long.parseLong(matcher.group(1));
    Duration time =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          default -> Duration.ofMinutes(amount);
        };
    require(time.compareTo(LONGEST) <= 0, "." + key, "is more than 24 h");
    return time;
  }

  private static void onlyKnown(JsonNode node, Set<String> known, String key) {
    node.fieldNames()
        .forEachRemaining(name -> require(known.contains(name), key + "." + name, "is not known"));
  }

  private static void require(boolean holds, String key, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("x-jangteo.cache" + key + " " + otherwise);
    }
  }
}
