package io.jangteo.gateway.routing;

import io.jangteo.gateway.docs.PublicContract;
import java.util.List;

/**
 * Everything the gateway knows of the services at one moment; replaced as a whole, never changed.
 *
 * @param publicContract of the live services, as clients may read it
 * @param changesByItself whether it holds routes that will end without any news
 */
public record RouteTable(RouteTree routes, PublicContract publicContract, boolean changesByItself) {

  /** Knows no service. */
  public static RouteTable empty() {
    return new RouteTable(RouteTree.builder().build(), PublicContract.of(List.of()), false);
  }
}
