package io.jangteo.payment.application;

/** Whether the provider is worth asking just now. Of one context. */
public interface ProviderGate {
  /** Never closed. */
  ProviderGate OPEN =
      new ProviderGate() {
        @Override
        public int most(int usual) {
          return usual;
        }

        @Override
        public Attempt begin() {
          return failed -> {};
        }
      };

  /** How many calls may be under way at once: {@code usual}, fewer, or none for the time being. */
  int most(int usual);

  /** A call begins. */
  Attempt begin();

  /** A call under way. */
  @FunctionalInterface
  interface Attempt {
    /**
     * @param failed whether it brought no answer
     */
    void ended(boolean failed);
  }
}
