package io.jangteo.gateway.routing;

import io.jangteo.gateway.docs.PublicContract;
import java.util.List;

/**
 * Everything the gateway knows of the services at one moment; replaced as a whole, never changed.
 *
 * @param publicContract of the live services, as clients may read it
 * @param includes which operations answer for the parts that clients may include
 * @param changesByItself whether it holds routes that will end without any news
 * @param refusals what is announced now and not served
 */
public record RouteTable(
    RouteTree routes,
    PublicContract publicContract,
    Includes includes,
    boolean changesByItself,
    List<Refusal> refusals) {

  public RouteTable {
    refusals = List.copyOf(refusals);
  }

  /** Knows no service. */
  public static RouteTable empty() {
    return new RouteTable(
        RouteTree.builder().build(),
        PublicContract.of(List.of()),
        Includes.none(),
        false,
        List.of());
  }
}
