package io.jangteo.launcher;

import io.jangteo.cluster.DataMembers;
import io.jangteo.runtime.config.ConfigurationException;
import io.jangteo.runtime.failure.ServiceFailure;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a process did not start, in one line. */
final class StartFailures {
  private static final Logger LOG = LoggerFactory.getLogger(StartFailures.class);

  private StartFailures() {}

  /** The same for a node that did not join. */
  static String explainJoin(Throwable failure) {
    if (DataMembers.areMissing(failure)) {
      return "cluster.lite (CLUSTER_LITE): no node that keeps data is in the cluster; start one"
          + " without it first";
    }
    return explain("the cluster could not be joined", failure);
  }

  /**
   * @param stage what was being done
   * @param failure null when it only took too long
   */
  static String explain(String stage, Throwable failure) {
    if (failure == null || failure instanceof TimeoutException) {
      return stage + " in time";
    }
    if (failure instanceof ConfigurationException) {
      return failure.getMessage();
    }
    if (failure instanceof ServiceFailure known) {
      return known.detail();
    }
    LOG.debug("the whole failure", failure);
    return stage + ": " + (failure.getMessage() == null ? failure : failure.getMessage());
  }
}
