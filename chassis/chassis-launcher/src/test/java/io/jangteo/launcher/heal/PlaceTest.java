package io.jangteo.launcher.heal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.spi.cluster.NodeInfo;
import org.junit.jupiter.api.Test;

class PlaceTest {
  private final Place place = Place.of(new NodeInfo("10.0.0.3", 5801, Place.said("bac74ce1")));

  @Test
  void aContainerStartedAgainIsInItsPlaceAlsoAtAnotherAddress() {
    assertThat(place.isSame(Place.of(new NodeInfo("10.0.0.9", 5801, Place.said("bac74ce1")))))
        .isTrue();
  }

  @Test
  void whoTakesAnAddressIsInItsPlaceWhateverItsMachineIsCalled() {
    assertThat(place.isSame(Place.of(new NodeInfo("10.0.0.3", 5801, Place.said("c02c46e8")))))
        .isTrue();
    assertThat(place.isSame(Place.of(new NodeInfo("10.0.0.3", 5801, null)))).isTrue();
  }

  @Test
  void anotherProcessOfTheSameMachineIsInAnotherPlace() {
    assertThat(place.isSame(Place.of(new NodeInfo("10.0.0.3", 5802, Place.said("bac74ce1")))))
        .isFalse();
  }

  @Test
  void machinesWithoutANameAreToldApartByTheirAddresses() {
    Place nameless = Place.of(new NodeInfo("10.0.0.3", 5801, null));
    assertThat(nameless.isSame(Place.of(new NodeInfo("10.0.0.4", 5801, null)))).isFalse();
    assertThat(nameless.isSame(place)).isTrue();
  }
}
