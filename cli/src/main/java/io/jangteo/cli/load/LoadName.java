package io.jangteo.cli.load;

import java.util.Locale;

/** The simulations of the module {@code loadtest}. */
enum LoadName {
  BROWSE("BrowseSimulation"),
  ORDER("OrderSimulation"),
  MIXED("MixedSimulation");

  private final String simpleName;

  LoadName(String simpleName) {
    this.simpleName = simpleName;
  }

  String className() {
    return "io.jangteo.loadtest." + simpleName;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
