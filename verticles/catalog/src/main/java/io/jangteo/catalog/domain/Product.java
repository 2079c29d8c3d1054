package io.jangteo.catalog.domain;

import io.jangteo.catalog.domain.ProductFact.Listed;
import io.jangteo.catalog.domain.ProductFact.Repriced;
import io.jangteo.catalog.domain.ProductFact.Reworded;
import io.jangteo.catalog.domain.ProductFact.Withdrawn;
import java.util.ArrayList;
import java.util.List;

/**
 * A product as it stands.
 *
 * @param version number of facts about it so far; never starts again, not even after a withdrawal
 * @param listed whether it can be bought
 */
public record Product(Sku sku, Content content, long version, boolean listed) {

  /** What a product has become, and the facts that say so, in order; none when nothing changed. */
  public record Revision(Product product, List<ProductFact> facts) {
    public Revision {
      facts = List.copyOf(facts);
    }
  }

  /** Puts up something that was never sold before. */
  public static Revision list(Sku sku, Content content) {
    return listed(sku, content, 1);
  }

  /** Puts up again what was withdrawn. */
  public Revision relist(Content replacement) {
    return listed(sku, replacement, version + 1);
  }

  private static Revision listed(Sku sku, Content content, long version) {
    return new Revision(
        new Product(sku, content, version, true),
        List.of(new Listed(sku, content.name(), content.price(), version)));
  }

  /**
   * Replaces the content. Other words and another price are two facts, so the version goes up by
   * two when both change at once.
   */
  public Revision revise(Content replacement) {
    List<ProductFact> facts = new ArrayList<>();
    long next = version;
    if (!content.readsLike(replacement)) {
      facts.add(new Reworded(sku, replacement.name(), ++next));
    }
    if (!content.price().equals(replacement.price())) {
      facts.add(new Repriced(sku, content.price(), replacement.price(), ++next));
    }
    return new Revision(new Product(sku, replacement, next, true), facts);
  }

  /** Takes it off sale; the content stays for the record. */
  public Revision withdraw() {
    long next = version + 1;
    return new Revision(new Product(sku, content, next, false), List.of(new Withdrawn(sku, next)));
  }
}
