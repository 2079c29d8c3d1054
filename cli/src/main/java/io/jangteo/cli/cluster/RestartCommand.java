package io.jangteo.cli.cluster;

import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.cluster.ClusterChange;
import io.jangteo.marketplace.cluster.DatabaseServer;
import io.jangteo.marketplace.cluster.ProcessFolder;
import io.jangteo.marketplace.cluster.ServiceKind;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The same processes anew. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description = {
      "Start again what was killed of a service; when nothing was, stop and start its processes in",
      "order, one at a time. Returns when they are ready."
    })
public final class RestartCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SERVICE",
      description = "For example order, or gateway, database or broker.")
  private String service;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean database = service.equals(ServiceName.DATABASE);
    ServiceKind kind = database ? ServiceKind.INFRASTRUCTURE : ServiceName.parse(spec, service);
    ServiceName.requireCluster(home);
    ProcessFolder folder = new ProcessFolder(home.home());
    if (folder.expected(kind).isEmpty()) {
      throw new IOException("no process of " + kind.title() + " belongs to this cluster");
    }
    try (FileLock lock = ServiceName.lock(home.home())) {
      assert lock.isValid();
      boolean supervised = folder.expected(kind).get(0).isAlive();
      if (database && supervised) {
        DatabaseServer.of(folder).restart(System.out::println);
      } else {
        new ClusterChange(home.home(), Project.root(), System.out::println).restart(kind);
      }
    }
    return 0;
  }
}
