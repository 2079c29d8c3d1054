package io.jangteo.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.runtime.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTableTest {
  private static final Fault ALL = new Fault("shop", null, 5, 0, 50, null, null, 100);
  private static final Fault ONE = new Fault("shop", "get", 0, 503, 50, null, null, 50);

  private final FaultTable table = new FaultTable(List.of(ALL, ONE));

  @Test
  void theFaultOfAnOperationGoesBeforeThatOfItsService() {
    assertThat(table.find("shop", "get", 0)).isEqualTo(ONE);
    assertThat(table.find("shop", "list", 0)).isEqualTo(ALL);
    assertThat(table.find("market", "get", 0)).isNull();
  }

  @Test
  void eachEndsAtItsTime() {
    assertThat(table.find("shop", "get", 49)).isEqualTo(ONE);
    assertThat(table.find("shop", "get", 50)).isEqualTo(ALL);
    assertThat(table.find("shop", "get", 100)).isNull();
  }

  @Test
  void aHeaderMustBeThereAndHaveTheValueIfOneIsNamed() {
    Fault present = new Fault("shop", null, 5, 0, 50, "x-probe", null, 100);
    Fault exact = new Fault("shop", null, 5, 0, 50, "x-probe", "yes", 100);

    assertThat(ALL.concerns(null)).isTrue();
    assertThat(present.concerns(null)).isFalse();
    assertThat(present.concerns("any")).isTrue();
    assertThat(exact.concerns("any")).isFalse();
    assertThat(exact.concerns("yes")).isTrue();
  }

  @Test
  void whatIsToldToOtherGatewaysIsReadAsItWas() {
    for (Fault fault : List.of(ALL, ONE)) {
      assertThat(Fault.decode(fault.encode())).isEqualTo(fault);
    }
    assertThat(Fault.decode("{\"service\":\"shop\",\"newer\":1}").service()).isEqualTo("shop");
  }

  @Test
  void itsTimeBeginsWhenItIsAskedFor() throws Exception {
    Fault fault =
        Fault.wanted(
            Json.LENIENT.readTree(
                "{\"service\":\"shop\",\"delayMs\":7,\"percentage\":2.5,\"seconds\":3,"
                    + "\"header\":{\"name\":\"X-Probe\"}}"),
            1_000);

    assertThat(fault).isEqualTo(new Fault("shop", null, 7, 0, 2.5, "X-Probe", null, 4_000));
  }
}
