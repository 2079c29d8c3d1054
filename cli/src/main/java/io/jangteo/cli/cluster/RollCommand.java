package io.jangteo.cli.cluster;

import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.cluster.ClusterChange;
import io.jangteo.marketplace.cluster.Replaced;
import io.jangteo.marketplace.cluster.ServiceKind;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What runs is replaced by what was built, while it is used. */
@Command(
    name = "roll",
    mixinStandardHelpOptions = true,
    description = {
      "Replace every process of a service, or of all, by one of the jar that was built last: one after",
      "the other, each when its successor is ready and every gateway asks it. Nobody's request fails.",
      "A process that does not come up leaves the one before it in its place. The payment-sandbox is",
      "known by one address and is away for some seconds, during which payments wait. Database and",
      "broker are not rolled."
    })
public final class RollCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SERVICE",
      arity = "0..1",
      description = "For example order, or gateway; all without it.")
  private String service;

  @Option(names = "--json", description = "Print what was done as one JSON object at the end.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<ServiceKind> kinds = kinds();
    ServiceName.requireCluster(home);
    long begun = System.nanoTime();
    List<Replaced> done = new ArrayList<>();
    try (FileLock lock = ServiceName.lock(home.home())) {
      assert lock.isValid();
      ClusterChange change = new ClusterChange(home.home(), Project.root(), System.err::println);
      for (ServiceKind kind : kinds) {
        done.addAll(change.roll(kind));
      }
    } catch (IOException e) {
      report(done, begun, e.getMessage());
      throw new IOException(
          e.getMessage() + "\n" + done.size() + " replaced before; mend it and roll again", e);
    }
    report(done, begun, null);
    return 0;
  }

  private List<ServiceKind> kinds() {
    if (service == null) {
      return Arrays.stream(ServiceKind.values())
          .filter(kind -> kind != ServiceKind.INFRASTRUCTURE)
          .toList();
    }
    boolean database = service.equals(ServiceName.DATABASE);
    ServiceKind kind = database ? ServiceKind.INFRASTRUCTURE : ServiceName.parse(spec, service);
    if (kind == ServiceKind.INFRASTRUCTURE) {
      throw new ParameterException(
          spec.commandLine(), "everything stands on database and broker; see ./jangteo restart");
    }
    return List.of(kind);
  }

  private void report(List<Replaced> done, long begun, String failure) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (json) {
      System.out.println(
          Json.encode(
              failure == null
                  ? Map.of("ok", true, "seconds", seconds, "replaced", done)
                  : Map.of("ok", false, "seconds", seconds, "replaced", done, "why", failure)));
    } else {
      System.out.printf(Locale.ROOT, "%d replaced in %.1f s%n", done.size(), seconds);
    }
  }
}
