package io.jangteo.gateway.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * A JSON pointer (RFC 6901) to members of objects, in which {@code *} stands for every element of
 * an array.
 */
public final class Places {
  private static final int MAX_STEPS = 16;
  private static final String EVERY = "*";
  private static final Pattern POINTER = Pattern.compile("(/([^/~]|~[01])+)+");

  private final String[] steps;
  private final String text;

  private Places(String text, String[] steps) {
    this.text = text;
    this.steps = steps;
  }

  /**
   * Compiles one.
   *
   * @throws IllegalArgumentException when it is no pointer to a member
   */
  public static Places compile(String text) {
    if (!POINTER.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is no JSON pointer such as /lines/*/sku");
    }
    List<String> steps = new ArrayList<>();
    for (String step : text.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    if (steps.size() > MAX_STEPS || steps.get(steps.size() - 1).equals(EVERY)) {
      throw new IllegalArgumentException("'" + text + "' must lead to a member, in 16 steps");
    }
    return new Places(text, steps.toArray(String[]::new));
  }

  /** Whether it may lead to more than one place. */
  public boolean isMany() {
    return List.of(steps).contains(EVERY);
  }

  /** Shows every object that has the member, with the member's name. */
  public void visit(JsonNode root, BiConsumer<ObjectNode, String> visitor) {
    walk(root, 0, visitor);
  }

  private void walk(JsonNode node, int at, BiConsumer<ObjectNode, String> visitor) {
    String step = steps[at];
    if (at == steps.length - 1) {
      if (node instanceof ObjectNode object && object.has(step)) {
        visitor.accept(object, step);
      }
    } else if (!step.equals(EVERY)) {
      if (node.isObject() && node.has(step)) {
        walk(node.get(step), at + 1, visitor);
      }
    } else if (node.isArray()) {
      for (JsonNode element : node) {
        walk(element, at + 1, visitor);
      }
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
