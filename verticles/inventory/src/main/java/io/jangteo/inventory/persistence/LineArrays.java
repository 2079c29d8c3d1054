package io.jangteo.inventory.persistence;

import io.jangteo.inventory.domain.Line;
import java.util.List;

/** Lines as the two parallel arrays they are stored and passed as. */
final class LineArrays {
  private LineArrays() {}

  static String[] skus(List<Line> lines) {
    return lines.stream().map(Line::sku).toArray(String[]::new);
  }

  static Integer[] quantities(List<Line> lines) {
    return lines.stream().map(Line::quantity).toArray(Integer[]::new);
  }
}
