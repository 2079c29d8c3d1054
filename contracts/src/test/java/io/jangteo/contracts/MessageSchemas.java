package io.jangteo.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds a message's record to its published schema, in both directions. */
public final class MessageSchemas {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().findAndRegisterModules().setSerializationInclusion(Include.NON_NULL);

  private MessageSchemas() {}

  /**
   * Asserts that {@code sample} is valid as it is written, and that schema and record have the same
   * fields at every level, so that neither can gain or lose one alone.
   */
  public static <T> void assertPinned(MessageType<T> type, T sample) {
    JsonNode schema = schema(type);
    JsonSchema validator = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);

    assertThat(validator.validate(MAPPER.valueToTree(sample)))
        .as("violations of %s", type.name())
        .isEmpty();
    assertSameFields(type.name(), type.payload(), schema, schema);
  }

  /** The published schema of a message type. */
  public static JsonNode schema(MessageType<?> type) {
    String path = "contracts/" + type.owner() + "/messages/" + type.name() + ".json";
    try (InputStream in = MessageSchemas.class.getClassLoader().getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  private static void assertSameFields(String at, Class<?> type, JsonNode node, JsonNode root) {
    JsonNode schema = resolve(node, root);
    Set<String> published = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(published::add);
    assertThat(published).as("fields of %s", at).isEqualTo(components(type));
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode property = resolve(schema.path("properties").path(component.getName()), root);
      Class<?> element = elementOf(component.getGenericType());
      if (component.getType().isRecord()) {
        assertSameFields(at + "/" + component.getName(), component.getType(), property, root);
      } else if (element.isRecord()) {
        assertSameFields(at + "/" + component.getName(), element, property.path("items"), root);
      }
    }
  }

  private static JsonNode resolve(JsonNode node, JsonNode root) {
    return node.has("$ref") ? root.at(node.get("$ref").textValue().substring(1)) : node;
  }

  private static Set<String> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The element type of a list, else the type itself. */
  private static Class<?> elementOf(Type type) {
    Type element =
        type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
    return element instanceof Class<?> known ? known : Object.class;
  }
}
