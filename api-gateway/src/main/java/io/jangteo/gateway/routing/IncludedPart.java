package io.jangteo.gateway.routing;

import io.jangteo.gateway.contract.IncludePolicy.Declared;
import io.jangteo.gateway.contract.IncludePolicy.Source;
import io.jangteo.gateway.contract.Operation;
import java.util.List;

/**
 * What one name of an {@code include} stands for at the moment.
 *
 * @param target null when nobody offers the operation
 * @param available whether somebody is there to answer for it
 * @param sources of the target's path parameters, in their order
 */
public record IncludedPart(
    String name, Declared declared, Operation target, boolean available, List<Source> sources) {

  static IncludedPart absent(String name, Declared declared) {
    return new IncludedPart(name, declared, null, false, List.of());
  }
}
