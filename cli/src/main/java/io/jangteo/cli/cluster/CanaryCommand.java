package io.jangteo.cli.cluster;

import io.jangteo.cli.HomeOption;
import io.jangteo.marketplace.cluster.CanaryReport;
import io.jangteo.marketplace.cluster.CanaryRules;
import io.jangteo.marketplace.cluster.ClusterChange;
import io.jangteo.marketplace.cluster.ServiceKind;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A new version beside the old one, on trial. */
@Command(
    name = "canary",
    mixinStandardHelpOptions = true,
    description = {
      "Start one process of another version beside those of a service, give it PERCENT of the calls and",
      "watch it: when more of its requests fail than of the others', when it parks messages, dies or",
      "falls silent, it is rolled back, and the verb exits with 1. Otherwise it stays with its share until",
      "--promote replaces the others, too, or --abort ends it; after the watch nobody looks at it.",
      "Messages and timers have no share: its partitions of the queues are its own from the start."
    })
public final class CanaryCommand implements Callable<Integer> {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m)");
  private static final Pattern RATIO = Pattern.compile("(\\d{1,2}(?:\\.\\d+)?)%?");

  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "For example catalog.")
  private String service;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PERCENT",
      description = "From 0 to 100; 100 keeps the others in reserve (blue and green).")
  private Integer percent;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The version on trial; what was built last without it.")
  private Path jar;

  @Option(
      names = "--watch",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long it is watched, for example 90s or 5m (default: ${DEFAULT-VALUE}).")
  private String watch;

  @Option(
      names = "--errors",
      paramLabel = "PERCENT",
      defaultValue = "2%",
      description =
          "How much more of its requests may fail than of the others' (default: ${DEFAULT-VALUE}).")
  private String errors;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "20",
      description = "With fewer requests nothing is judged (default: ${DEFAULT-VALUE}).")
  private int requests;

  @Option(names = "--promote", description = "Replace the others by its version.")
  private boolean promote;

  @Option(names = "--abort", description = "End it; the others stay.")
  private boolean abort;

  @Option(names = "--json", description = "Print what became of it as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServiceKind kind = kind();
    CanaryRules rules = new CanaryRules(time(watch), ratio(errors), requests);
    ServiceName.requireCluster(home);
    try (FileLock lock = ServiceName.lock(home.home())) {
      assert lock.isValid();
      ClusterChange change = new ClusterChange(home.home(), Project.root(), System.err::println);
      if (promote) {
        int count = change.promote(kind).size();
        System.out.println(kind.title() + ": " + count + " replaced, the canary has gone");
        return 0;
      }
      if (abort) {
        change.abort(kind);
        System.out.println(kind.title() + ": the canary has gone");
        return 0;
      }
      return report(kind, change.canary(kind, jar, percent, rules));
    }
  }

  private ServiceKind kind() {
    ServiceKind kind = ServiceName.parse(spec, service);
    if (kind.isSingle() || !kind.isService()) {
      throw wrong(kind.title() + " has no shares that gateways could give");
    }
    if ((percent != null ? 1 : 0) + (promote ? 1 : 0) + (abort ? 1 : 0) != 1) {
      throw wrong("give one of PERCENT, --promote and --abort");
    }
    if (percent != null && (percent < 0 || percent > 100)) {
      throw wrong("PERCENT must be from 0 to 100");
    }
    return kind;
  }

  private Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw wrong("--watch looks like 60s or 5m");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMinutes(count);
    };
  }

  private double ratio(String text) {
    Matcher matcher = RATIO.matcher(text);
    if (!matcher.matches()) {
      throw wrong("--errors looks like 2%");
    }
    return Double.parseDouble(matcher.group(1)) / 100;
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private int report(ServiceKind kind, CanaryReport report) {
    if (json) {
      System.out.println(Json.encode(report));
    } else if (report.held()) {
      System.out.printf(
          Locale.ROOT,
          "%s held: %d requests, %d failed; ./jangteo canary %s --promote, or --abort%n",
          report.instance(),
          report.requests(),
          report.failed(),
          kind.title());
    } else {
      System.out.printf(
          Locale.ROOT,
          "%s was rolled back after %.1f s: %s; asked no more %.1f s later, %d of %d requests failed%n",
          report.instance(),
          report.watchedMillis() / 1e3,
          report.why(),
          report.rolledBackMillis() / 1e3,
          report.failed(),
          report.requests());
    }
    return report.held() ? 0 : 1;
  }
}
