package io.jangteo.loadtest.marketplace;

import io.jangteo.loadtest.profile.TradeProfile.PopularProduct;
import java.io.IOException;
import java.util.List;

/** Everything that has to be there before a run begins. */
public final class Preparation {
  private Preparation() {}

  /**
   * Fills the shelf and opens the buyers' accounts.
   *
   * @throws IllegalStateException when the market refuses something or is away
   */
  public static Buyers prepare(Target target, List<PopularProduct> products, int members) {
    try {
      Gateway gateway = new Gateway(target.urls().get(0));
      System.out.printf("preparing %,d products and %,d members%n", products.size(), members);
      new Shelf(gateway, Login.open(gateway, target.merchant())).fill(products);
      return Buyers.register(gateway, members);
    } catch (IOException e) {
      throw new IllegalStateException("the market could not be prepared: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
