package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.Keyword;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationContext;
import java.util.List;
import java.util.Locale;

/** Turns the schemas of one contract into validators that need nothing outside of it. */
final class SchemaCompiler {
  private static final String COMPONENT = "#/components/schemas/";
  private static final String DEFINITION = "#/$defs/";
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .formatAssertionsEnabled(true)
          .locale(Locale.ENGLISH)
          .build();
  private static final JsonSchemaFactory FACTORY = factory();

  private final JsonNode document;

  SchemaCompiler(JsonNode document) {
    this.document = document;
  }

  /** A misspelt keyword would silently allow everything, so an unknown one is an error. */
  private static JsonSchemaFactory factory() {
    JsonMetaSchema dialect =
        JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .keyword(new NonValidationKeyword("example"))
            .keyword(new NonValidationKeyword("discriminator"))
            .keyword(new NonValidationKeyword("externalDocs"))
            .keyword(new NonValidationKeyword("xml"))
            .unknownKeywordFactory(SchemaCompiler::unknownKeyword)
            .build();
    return JsonSchemaFactory.builder()
        .defaultMetaSchemaIri(dialect.getIri())
        .metaSchema(dialect)
        .schemaLoaders(loaders -> loaders.values(List::clear))
        .build();
  }

  private static Keyword unknownKeyword(String name, ValidationContext context) {
    if (name.startsWith("x-")) {
      return new NonValidationKeyword(name);
    }
    throw new IllegalArgumentException("schema keyword " + name + " is not known");
  }

  /**
   * Compiles a schema object of the document.
   *
   * @throws RuntimeException of the schema library when the schema is not valid
   */
  JsonSchema compile(JsonNode schema) {
    ObjectNode root = (ObjectNode) References.rewrite(schema, this::toDefinition);
    ObjectNode definitions = root.putObject("$defs");
    collect(schema, definitions);
    JsonSchema compiled = FACTORY.getSchema(root, CONFIG);
    compiled.initializeValidators();
    return compiled;
  }

  private void collect(JsonNode node, ObjectNode definitions) {
    node.findValues("$ref").stream()
        .map(reference -> toDefinition(reference.asText()).substring(DEFINITION.length()))
        .forEach(name -> define(name, definitions));
  }

  private void define(String name, ObjectNode definitions) {
    if (definitions.has(name)) {
      return;
    }
    JsonNode schema = document.path("components").path("schemas").path(name);
    if (schema.isMissingNode()) {
      throw new IllegalArgumentException("schema " + name + " is not defined");
    }
    definitions.set(name, References.rewrite(schema, this::toDefinition));
    collect(schema, definitions);
  }

  private String toDefinition(String reference) {
    if (!reference.startsWith(COMPONENT)) {
      throw new IllegalArgumentException("reference " + reference + " is not to a schema");
    }
    return DEFINITION + reference.substring(COMPONENT.length());
  }
}
