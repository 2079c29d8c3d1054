package io.jangteo.payment.application;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** How the provider does: {@code jangteo.payment.provider.duration} by step and outcome. */
public final class ProviderMetrics {
  private static final String DURATION = "jangteo.payment.provider.duration";

  private static final String LEFT_ALONE = "jangteo.payment.provider.left.alone";

  private final MeterRegistry meters;

  public ProviderMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Tells from now on whether the provider is left alone. */
  public void watch(BooleanSupplier leftAlone) {
    Gauge.builder(LEFT_ALONE, () -> leftAlone.getAsBoolean() ? 1 : 0)
        .description("1 while the provider is not asked because it does not answer")
        .register(meters);
  }

  /** One attempt has ended; {@code outcome} is one of ok, refused and unknown. */
  void attempted(ProviderCall call, String outcome, Duration took) {
    Timer.builder(DURATION)
        .description("Attempts to find out or bring about the answer to a step at the provider")
        .tag("step", call.step().name().toLowerCase(Locale.ROOT))
        .tag("outcome", outcome)
        .register(meters)
        .record(took);
  }
}
