package io.jangteo.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Contract;
import io.jangteo.gateway.contract.ContractCompiler;
import io.jangteo.runtime.json.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicContractTest {
  private final ContractCompiler compiler =
      new ContractCompiler(Duration.ofSeconds(3), Duration.ofSeconds(5), 1024);

  @Test
  void componentsOfTwoServicesDoNotMeet() {
    JsonNode document = merged("market", "keyring");

    assertThat(
            document
                .at("/paths/~1things/post/requestBody/content/application~1json/schema/$ref")
                .asText())
        .isEqualTo("#/components/schemas/market.NewThing");
    assertThat(
            document.at("/components/schemas/market.NewThing/properties/lines/items/$ref").asText())
        .isEqualTo("#/components/schemas/market.Line");
    assertThat(document.at("/paths/~1.well-known~1jwks.json/get/operationId").asText())
        .isEqualTo("getKeys");
    assertThat(document.at("/tags").findValuesAsText("name")).containsExactly("market", "keyring");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode document = merged("market", "keyring");

    List<String> references = document.findValuesAsText("$ref");

    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(
            reference -> assertThat(document.at(reference.substring(1)).isMissingNode()).isFalse());
  }

  @Test
  void securitySaysWhatTheGatewayDoes() {
    JsonNode document = merged("market");

    assertThat(document.at("/paths/~1things/get/security").toString()).isEqualTo("[]");
    assertThat(document.at("/paths/~1things/post/security").toString())
        .isEqualTo("[{\"accessToken\":[]},{\"apiKey\":[]}]");
    assertThat(document.at("/paths/~1things~1{name}/get/security").toString())
        .isEqualTo("[{},{\"accessToken\":[]},{\"apiKey\":[]}]");
    assertThat(document.at("/paths/~1things~1{name}/delete/security").toString())
        .isEqualTo("[{\"accessToken\":[]}]");
    assertThat(document.at("/components/securitySchemes/accessToken/scheme").asText())
        .isEqualTo("bearer");
  }

  @Test
  void parametersOfAPathAreGivenToItsOperations() {
    assertThat(merged("market").at("/paths/~1things~1{name}/get/parameters/0/$ref").asText())
        .isEqualTo("#/components/parameters/market.ThingName");
  }

  @Test
  void twoOperationsOfOneNameAreToldApart() {
    JsonNode document = merge(List.of(part("keyring", "ring1"), part("keyring", "ring2")));

    assertThat(document.at("/paths/~1.well-known~1jwks.json/get/operationId").asText())
        .isEqualTo("ring2.getKeys");
  }

  private JsonNode merged(String... services) {
    return merge(java.util.Arrays.stream(services).map(s -> part(s, s)).toList());
  }

  private static JsonNode merge(List<PublicContract.Part> parts) {
    return Json.decode(PublicContract.of(parts).body().toString(), JsonNode.class);
  }

  private PublicContract.Part part(String contract, String service) {
    var document = Contract.load(contract).document();
    return new PublicContract.Part(service, document, compiler.compile(service, document));
  }
}
