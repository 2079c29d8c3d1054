package io.jangteo.marketplace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InstanceTest {
  @Test
  void aNameIsReadBack() {
    Instance sandbox = new Instance(ServiceKind.PAYMENT_SANDBOX, 12);

    assertThat(Instance.parse(sandbox.name())).contains(sandbox);
    assertThat(sandbox.next().name()).isEqualTo("payment-sandbox-12-next");
    assertThat(Instance.parse(sandbox.next().name())).contains(sandbox.next());
    assertThat(sandbox.next().place()).isEqualTo(sandbox);
  }

  @Test
  void anythingElseIsNoName() {
    assertThat(Instance.parse("order")).isEmpty();
    assertThat(Instance.parse("nobody-1")).isEmpty();
    assertThat(Instance.parse("order-")).isEmpty();
  }

  @Test
  void otherNamesOfAServiceAreUnderstood() {
    assertThat(ServiceKind.of("api-gateway")).isEqualTo(ServiceKind.GATEWAY);
    assertThat(ServiceKind.of("broker")).isEqualTo(ServiceKind.INFRASTRUCTURE);
    assertThatThrownBy(() -> ServiceKind.of("oder")).hasMessageContaining("order");
  }

  @Test
  void aClusterIsEveryServiceOnceAndTheGateways() {
    assertThat(Cluster.plan(2))
        .extracting(Instance::name)
        .containsExactly(
            "payment-sandbox-1",
            "member-1",
            "catalog-1",
            "inventory-1",
            "order-1",
            "payment-1",
            "shipping-1",
            "gateway-1",
            "gateway-2");
  }
}
