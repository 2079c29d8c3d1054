package io.jangteo.cli.cluster;

import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.cluster.ClusterChange;
import io.jangteo.marketplace.cluster.ServiceKind;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** More or fewer processes of one service. */
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description = {
      "Start processes of a service, or stop some in order, until there are N; returns when all are",
      "ready. Further gateways take the next ports."
    })
public final class ScaleCommand implements Callable<Integer> {
  private static final int MOST = 8;

  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "For example order, or gateway.")
  private String service;

  @Parameters(index = "1", paramLabel = "N", description = "From 1 to " + MOST + ".")
  private int count;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServiceKind kind = ServiceName.parse(spec, service);
    if (count < 1 || count > MOST) {
      throw new ParameterException(spec.commandLine(), "N must be from 1 to " + MOST);
    }
    if (kind.isSingle() && count > 1) {
      throw new ParameterException(
          spec.commandLine(), kind.title() + " is known by one address: there can be only one");
    }
    ServiceName.requireCluster(home);
    try (FileLock lock = ServiceName.lock(home.home())) {
      assert lock.isValid();
      new ClusterChange(home.home(), Project.root(), System.out::println).scale(kind, count);
    }
    System.out.println(kind.title() + ": " + count + " ready");
    return 0;
  }
}
