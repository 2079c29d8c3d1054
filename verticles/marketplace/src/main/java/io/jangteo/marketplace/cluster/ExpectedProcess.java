package io.jangteo.marketplace.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that was started and not stopped, so that it should be there.
 *
 * @param process the one last started under that name
 * @param release the jar it runs
 * @param report what it wrote down; empty before it serves
 */
public record ExpectedProcess(
    Instance instance, OsProcess process, Path release, Optional<ProcessReport> report) {

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Port of {@code /ready}; 0 before it serves. */
  public int managementPort() {
    return report.map(ProcessReport::managementPort).orElse(0);
  }
}
