package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.content.FieldMask;
import io.jangteo.gateway.content.JsonEdit;
import io.jangteo.gateway.content.Places;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is changed between client and service: {@code x-jangteo.request}, {@code .response} and
 * {@code .mask}. The contract describes what clients see and send; the service's side is what these
 * make of it.
 *
 * @param request change of a body that is good, before the service gets it
 * @param response change of the body of a success
 * @param masks fields that not every caller may read
 */
public record ShapePolicy(JsonEdit request, JsonEdit response, List<FieldMask> masks) {
  /** Everything passes as it is. */
  public static final ShapePolicy NONE = new ShapePolicy(JsonEdit.NONE, JsonEdit.NONE, List.of());

  private static final String KEY = "x-jangteo.";
  private static final String REQUEST = "request";
  private static final String RESPONSE = "response";
  private static final String MASK = "mask";
  private static final Set<String> EDIT_KEYS = Set.of("remove", "rename");
  private static final Set<String> MASK_KEYS = Set.of("pointer", "unless", "show");
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final int MAX_ENTRIES = 50;

  public boolean changesAnswers() {
    return !response.isEmpty() || !masks.isEmpty();
  }

  /**
   * Reads what may be missing.
   *
   * @throws IllegalArgumentException naming the key that cannot be understood
   */
  static ShapePolicy read(JsonNode extension) {
    if (!extension.has(REQUEST) && !extension.has(RESPONSE) && !extension.has(MASK)) {
      return NONE;
    }
    ShapePolicy policy =
        new ShapePolicy(
            edit(extension.path(REQUEST), REQUEST),
            edit(extension.path(RESPONSE), RESPONSE),
            masks(extension.path(MASK)));
    // Events of a stream are written as they come.
    require(
        !policy.changesAnswers() || !extension.has("stream"),
        policy.masks().isEmpty() ? RESPONSE : MASK,
        "and x-jangteo.stream exclude each other");
    return policy;
  }

  private static JsonEdit edit(JsonNode node, String key) {
    if (node.isMissingNode()) {
      return JsonEdit.NONE;
    }
    onlyKnown(node, key, EDIT_KEYS);
    List<Places> remove = new ArrayList<>();
    JsonNode removed = node.path("remove");
    require(removed.isMissingNode() || removed.isArray(), key + ".remove", "is no list");
    removed.forEach(pointer -> remove.add(places(pointer, key + ".remove")));
    List<JsonEdit.Rename> rename = new ArrayList<>();
    JsonNode renamed = node.path("rename");
    require(renamed.isMissingNode() || renamed.isObject(), key + ".rename", "is no object");
    renamed
        .properties()
        .forEach(
            entry -> {
              String at = key + ".rename." + entry.getKey();
              require(entry.getValue().isTextual(), at, "must give a name");
              Places from = places(entry.getKey(), at);
              rename.add(new JsonEdit.Rename(from, entry.getValue().textValue()));
            });
    require(
        remove.size() + rename.size() > 0 && remove.size() + rename.size() <= MAX_ENTRIES,
        key,
        "must change 1 to " + MAX_ENTRIES + " fields");
    return new JsonEdit(List.copyOf(remove), List.copyOf(rename));
  }

  private static List<FieldMask> masks(JsonNode node) {
    if (node.isMissingNode()) {
      return List.of();
    }
    require(
        node.isArray() && node.size() > 0 && node.size() <= MAX_ENTRIES,
        MASK,
        "must be a list of 1 to " + MAX_ENTRIES + " fields");
    List<FieldMask> masks = new ArrayList<>();
    for (JsonNode entry : node) {
      onlyKnown(entry, MASK, MASK_KEYS);
      String show = entry.path("show").asText("nothing");
      require(
          show.equals("nothing") || show.equals("partial"),
          MASK + ".show",
          "'" + show + "' is neither nothing nor partial");
      Places places = places(entry.path("pointer"), MASK + ".pointer");
      masks.add(new FieldMask(places, roles(entry.path("unless")), show.equals("partial")));
    }
    return List.copyOf(masks);
  }

  private static Set<String> roles(JsonNode node) {
    require(node.isMissingNode() || node.isArray(), MASK + ".unless", "is no list of roles");
    Set<String> roles = new HashSet<>();
    for (JsonNode role : node) {
      require(
          role.isTextual() && ROLE.matcher(role.textValue()).matches(),
          MASK + ".unless",
          role + " is no role");
      roles.add(role.textValue());
    }
    return Set.copyOf(roles);
  }

  private static Places places(JsonNode pointer, String key) {
    require(pointer.isTextual(), key, "needs a JSON pointer");
    return places(pointer.textValue(), key);
  }

  private static Places places(String pointer, String key) {
    try {
      return Places.compile(pointer);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(KEY + key + ": " + e.getMessage(), e);
    }
  }

  private static void onlyKnown(JsonNode node, String key, Set<String> known) {
    require(node.isObject(), key, "is no object");
    node.fieldNames()
        .forEachRemaining(name -> require(known.contains(name), key + "." + name, "is not known"));
  }

  private static void require(boolean holds, String key, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(KEY + key + " " + otherwise);
    }
  }
}
