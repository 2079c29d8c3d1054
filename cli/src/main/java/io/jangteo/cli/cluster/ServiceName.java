package io.jangteo.cli.cluster;

import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.cluster.ServiceKind;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.nio.channels.FileLock;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the verbs that change a cluster ask first. */
final class ServiceName {
  static final String DATABASE = "database";

  private ServiceName() {}

  /** The service of that name; wrong words otherwise. */
  static ServiceKind parse(CommandSpec spec, String name) {
    try {
      return ServiceKind.of(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /**
   * @throws IOException when the home has no running cluster
   */
  static void requireCluster(HomeOption home) throws IOException {
    if (new ProcessFolder(home.home()).expected().isEmpty()) {
      throw new IOException("no cluster runs here; start one with ./jangteo cluster --detach");
    }
  }

  /** One verb at a time. */
  static FileLock lock(Home home) throws IOException, InterruptedException {
    return home.tryLockPatiently()
        .orElseThrow(
            () ->
                new IOException(
                    "another verb is just changing what runs from " + home.directory()));
  }
}
