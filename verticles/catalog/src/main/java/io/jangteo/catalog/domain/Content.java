package io.jangteo.catalog.domain;

import java.util.Optional;

/** All of a product that a merchant decides about. */
public record Content(String name, Optional<String> description, Price price) {
  boolean readsLike(Content other) {
    return name.equals(other.name) && description.equals(other.description);
  }
}
