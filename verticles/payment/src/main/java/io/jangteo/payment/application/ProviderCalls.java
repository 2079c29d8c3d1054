package io.jangteo.payment.application;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** The calls to the provider whose answers are not known. Times are the database's. */
public interface ProviderCalls {
  /**
   * Leases due calls to this process, counting the attempt. A lease that runs out makes the call
   * due again, here or elsewhere.
   */
  Future<List<ProviderCall>> claim(int most, Duration lease);

  /** Ends the lease of an attempt that brought no answer; does nothing if it is not the last. */
  Future<Void> postpone(ProviderCall call, Duration pause);
}
