package io.jangteo.order.api;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.shipping.Address;
import io.jangteo.order.application.NewOrder;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FieldChecks;
import java.util.List;
import java.util.regex.Pattern;

/** The body of {@code placeOrder}; checked as it is read, each part naming its own fields. */
record PlaceOrderRequest(
    List<Line> lines, ShippingAddress shippingAddress, Payment payment, String memberId) {
  static final int LINES_MAX = 1000;
  private static final int QUANTITY_MAX = 1_000_000;
  private static final long PRICE_MAX = 1_000_000_000_000L;
  private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,255}");

  PlaceOrderRequest {
    new FieldChecks()
        .size("/lines", lines, 1, LINES_MAX)
        .required("/shippingAddress", shippingAddress)
        .required("/payment", payment)
        .that(
            memberId == null || Ids.parse(memberId).isPresent(),
            "/memberId",
            "must be the id of a member")
        .throwIfAny();
  }

  record Line(String sku, Integer quantity, UnitPrice unitPrice) {
    Line {
      new FieldChecks()
          .matches("/sku", sku, SKU, "a stock code")
          .required("/quantity", quantity)
          .range("/quantity", quantity == null ? 1 : quantity, 1, QUANTITY_MAX)
          .throwIfAny();
    }

    NewOrder.Line toDomain() {
      Money price =
          unitPrice == null ? null : new Money(unitPrice.amountMinor(), unitPrice.currency());
      return new NewOrder.Line(sku, quantity, price);
    }
  }

  record UnitPrice(Long amountMinor, String currency) {
    UnitPrice {
      new FieldChecks()
          .required("/amountMinor", amountMinor)
          .range("/amountMinor", amountMinor == null ? 1 : amountMinor, 1, PRICE_MAX)
          .matches("/currency", currency, CURRENCY, "three capitals of ISO 4217")
          .throwIfAny();
    }
  }

  record ShippingAddress(
      String name, String line1, String line2, String city, String postcode, String country) {
    ShippingAddress {
      new FieldChecks()
          .text("/name", name, 1, 200)
          .text("/line1", line1, 1, 200)
          .optionalText("/line2", line2, 1, 200)
          .text("/city", city, 1, 100)
          .text("/postcode", postcode, 1, 20)
          .matches("/country", country, COUNTRY, "two capitals of ISO 3166-1")
          .throwIfAny();
    }

    Address toDomain() {
      return new Address(name, line1, line2, city, postcode, country);
    }
  }

  /** The token stays within this record and {@link NewOrder.Token}. */
  record Payment(String token) {
    Payment {
      new FieldChecks()
          .matches("/token", token, TOKEN, "from 1 to 255 visible ASCII characters")
          .throwIfAny();
    }

    @Override
    public String toString() {
      return "Payment[***]";
    }
  }
}
