package io.jangteo.system;

import io.jangteo.contracts.MessageType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Message records as a reader of JSON sees them. */
final class PayloadNotation {
  private PayloadNotation() {}

  /** {@code orderId uuid, total Money}, in the record's order. */
  static String fields(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .map(component -> "`" + component.getName() + "` " + notation(component.getGenericType()))
        .collect(Collectors.joining(", "));
  }

  /** A table of the records that payloads are made of. */
  static String sharedTypes(List<MessageType<?>> types) {
    Map<String, Class<?>> parts = new TreeMap<>();
    types.forEach(type -> collect(type.payload(), parts));
    return "## Parts of payloads\n\n| Type | Fields |\n|---|---|\n"
        + parts.entrySet().stream()
            .map(part -> "| " + part.getKey() + " | " + fields(part.getValue()) + " |\n")
            .collect(Collectors.joining());
  }

  private static void collect(Class<?> type, Map<String, Class<?>> parts) {
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> part = element(component.getGenericType());
      if (part.isRecord() && parts.put(part.getSimpleName(), part) == null) {
        collect(part, parts);
      }
    }
  }

  private static Class<?> element(Type type) {
    return type instanceof ParameterizedType list
        ? (Class<?>) list.getActualTypeArguments()[0]
        : (Class<?>) type;
  }

  private static String notation(Type type) {
    String one = oneOf(element(type));
    return type instanceof ParameterizedType ? "list of " + one : one;
  }

  private static String oneOf(Class<?> type) {
    if (type == UUID.class) {
      return "uuid";
    }
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    boolean whole = List.of(int.class, long.class, Integer.class, Long.class).contains(type);
    return whole ? "whole number" : type.getSimpleName();
  }
}
