package io.jangteo.gateway.routing;

import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Path templates by segment. A literal segment wins over a parameter; the cost of a look-up depends
 * on the length of the path, not on the number of routes. Immutable once built.
 */
public final class RouteTree {
  private final Node root;

  private RouteTree(Node root) {
    this.root = root;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The place of a path, whatever the method; null when there is none. */
  public Match find(String[] segments) {
    String[] values = new String[segments.length];
    Node node = walk(root, segments, 0, values, 0);
    return node == null ? null : new Match(node.routes, node.allow, values);
  }

  /** Shows every route once, in no particular order. */
  public void forEach(Consumer<Route> visitor) {
    visit(root, visitor);
  }

  private static void visit(Node node, Consumer<Route> visitor) {
    node.routes.values().forEach(visitor);
    node.literals.values().forEach(child -> visit(child, visitor));
    if (node.parameter != null) {
      visit(node.parameter, visitor);
    }
  }

  private static Node walk(Node node, String[] segments, int at, String[] values, int count) {
    if (at == segments.length) {
      return node.routes.isEmpty() ? null : node;
    }
    Node literal = node.literals.get(segments[at]);
    if (literal != null) {
      Node found = walk(literal, segments, at + 1, values, count);
      if (found != null) {
        return found;
      }
    }
    if (node.parameter == null || segments[at].isEmpty()) {
      return null;
    }
    values[count] = segments[at];
    return walk(node.parameter, segments, at + 1, values, count + 1);
  }

  /**
   * What was found.
   *
   * @param routes by method
   * @param allow value of the {@code Allow} header
   * @param values of the path parameters, in the order of the template
   */
  public record Match(Map<HttpMethod, Route> routes, String allow, String[] values) {
    /** The route of a method; HEAD is answered by GET. Null when the method is not allowed. */
    public Route route(HttpMethod method) {
      Route route = routes.get(method);
      return route == null && method.equals(HttpMethod.HEAD) ? routes.get(HttpMethod.GET) : route;
    }
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<HttpMethod, Route> routes = new HashMap<>();
    private Node parameter;
    private String allow = "";
  }

  /** Collects routes. */
  public static final class Builder {
    private final Node root = new Node();

    private Builder() {}

    /** Adds a route unless its place is taken, and then gives the one that holds it. */
    public Optional<Route> add(Route route) {
      Node node = root;
      for (String segment : split(route.operation().template())) {
        node = child(node, segment);
      }
      Route holder = node.routes.putIfAbsent(route.operation().method(), route);
      node.allow = allow(node);
      return Optional.ofNullable(holder);
    }

    public RouteTree build() {
      return new RouteTree(root);
    }

    private static String[] split(String template) {
      return template.length() == 1 ? new String[0] : template.substring(1).split("/", -1);
    }

    private static Node child(Node node, String segment) {
      if (segment.startsWith("{") && segment.endsWith("}")) {
        if (node.parameter == null) {
          node.parameter = new Node();
        }
        return node.parameter;
      }
      return node.literals.computeIfAbsent(segment, ignored -> new Node());
    }

    private static String allow(Node node) {
      TreeSet<String> methods = new TreeSet<>();
      node.routes.keySet().forEach(method -> methods.add(method.name()));
      if (methods.contains("GET")) {
        methods.add("HEAD");
      }
      methods.add("OPTIONS");
      return String.join(", ", methods);
    }
  }
}
