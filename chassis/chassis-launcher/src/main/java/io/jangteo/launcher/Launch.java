package io.jangteo.launcher;

import io.jangteo.cluster.ClusterConfig;
import io.jangteo.cluster.DataMembers;
import io.jangteo.cluster.HazelcastConfigs;
import io.jangteo.cluster.RepublishingCluster;
import io.jangteo.launcher.heal.Starts;
import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens at each stage of a launch. Settings are bound before anything is started; the
 * cluster is configured by them alone, no file of Hazelcast's is looked for.
 */
final class Launch implements VertxApplicationHooks {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
  private static final List<String> FOREIGN_PROPERTIES =
      List.of("vertx.hazelcast.config", "hazelcast.config");
  private static final int SUPERSEDED_PATIENCE = 4;
  private static final Duration IN_ORDER = Duration.ofSeconds(12);

  private final long startedNanos = System.nanoTime();
  private final String service;
  private final Map<String, Class<? extends Record>> types;
  private final Map<String, String> optional;
  private final VerticleFactory factory;
  private final CommandLineWords words;
  private final Starts starts;
  private final Runnable again;
  private BoundSettings settings;
  private ServiceProcess process;
  private VertxBuilder builder;

  /** Null for a process that joins no cluster. */
  private NodePlace place;

  private RepublishingCluster members;
  private Optional<RunFile> runFile = Optional.empty();
  private Optional<Tracing> tracing = Optional.empty();
  private boolean explained;
  private volatile Vertx vertx;
  private volatile int exitStatus;
  private volatile boolean superseded;
  private volatile StopGuard guard;

  /**
   * @param starts of this process so far, this one included
   * @param again launches the same once more, when this launch has come to its end
   */
  Launch(
      String service,
      Map<String, Class<? extends Record>> types,
      Map<String, String> optional,
      VerticleFactory factory,
      CommandLineWords words,
      Starts starts,
      Runnable again) {
    this.service = service;
    this.types = types;
    this.optional = optional;
    this.factory = factory;
    this.words = words;
    this.starts = starts;
    this.again = again;
  }

  /** Two event loops and a few workers do for one service; whoever knows better says so. */
  @Override
  public JsonObject afterVertxOptionsParsed(JsonObject given) {
    requireReadable("options", given);
    JsonObject options =
        new JsonObject()
            .put("eventLoopPoolSize", 2)
            .put("workerPoolSize", 8)
            .put("internalBlockingPoolSize", 8)
            .put(
                "metricsOptions",
                new JsonObject()
                    .put("enabled", true)
                    .put("disabledMetricsCategories", List.of("eventbus", "net.client")));
    return given == null ? options : options.mergeIn(given, true);
  }

  @Override
  public JsonObject afterDeploymentOptionsParsed(JsonObject given) {
    requireReadable("deployment-options", given);
    if (words.asksForOtherThreads() || given != null && given.containsKey("threadingModel")) {
      throw refuse("a service runs on event loops: -worker and -virtual-thread cannot be used");
    }
    return given;
  }

  @Override
  public JsonObject afterConfigParsed(JsonObject given) {
    requireReadable("conf", given);
    Configuration configuration = Configuration.ofEnvironment(System.getenv());
    if (given != null) {
      configuration = configuration.withDocument("-conf", given.encode());
    }
    try {
      settings = BoundSettings.bind(configuration, types, optional);
    } catch (ConfigurationException e) {
      throw refuse(e.getMessage());
    }
    process = new ServiceProcess(service, settings, factory);
    CrashPoint.announce(service);
    return given;
  }

  /** The launcher itself would only warn, and go on without. */
  private void requireReadable(String option, JsonObject given) {
    if (given == null && words.names(option)) {
      throw refuse("-" + option + ": neither a readable JSON file nor a JSON object");
    }
  }

  private RuntimeException refuse(String why) {
    explain(why);
    return new IllegalArgumentException(why);
  }

  @Override
  public VertxBuilder createVertxBuilder(VertxOptions options) {
    builder =
        VertxApplicationHooks.super
            .createVertxBuilder(options)
            .withMetrics(new MicrometerMetricsFactory(process.meters()));
    TracingSettings traces = settings.get(TracingSettings.class);
    if (traces.isOn()) {
      tracing = Optional.of(process.trace(traces));
      tracing.ifPresent(started -> builder.withTracer(started.factory()));
    }
    return builder;
  }

  @Override
  public void beforeStartingVertx(HookContext context) {
    for (String property : FOREIGN_PROPERTIES) {
      if (System.getProperty(property) != null) {
        throw refuse("-D" + property + " is not read; use the CLUSTER_ settings, see --help");
      }
    }
    if (!words.asksForCluster()) {
      return;
    }
    try {
      place = NodePlace.of(settings.get(ClusterSettings.class));
    } catch (IllegalArgumentException | ConfigurationException e) {
      throw refuse(e.getMessage());
    }
    VertxOptions options = context.vertxOptions();
    options.setEventBusOptions(place.bus(options.getEventBusOptions(), words));
    members = new RepublishingCluster(HazelcastConfigs.toHazelcast(place.cluster()));
    process.isNode(members, starts, place::hasMoved, this::restart);
    process.require("cluster.data", new DataMembers(members)::areThere);
    builder.withClusterManager(members);
  }

  @Override
  public void afterVertxStarted(HookContext context) {
    vertx = context.vertx();
    if (place != null) {
      place.followCertificates(vertx, process.meters());
    }
  }

  @Override
  public Supplier<? extends Deployable> verticleSupplier() {
    return process::nextInstance;
  }

  @Override
  public void afterVerticleDeployed(HookContext context) {
    process.serving();
    RunningProcess running = process.describe(context.vertx());
    // The line first: whoever waits for the file finds it said.
    new StartLine(running, cluster(), context).log(System.nanoTime() - startedNanos);
    runFile = settings.get(ProcessSettings.class).runPath().map(RunFile::new);
    runFile.ifPresent(file -> write(file, running));
  }

  private ClusterConfig cluster() {
    return place == null ? null : place.cluster();
  }

  private static void write(RunFile file, RunningProcess running) {
    try {
      file.write(running);
    } catch (IOException e) {
      throw new UncheckedIOException("process.runFile (PROCESS_RUN_FILE) cannot be written", e);
    }
  }

  @Override
  public void afterFailureToStartVertx(HookContext context, Throwable failure) {
    explain(StartFailures.explainJoin(failure));
  }

  @Override
  public void afterFailureToDeployVerticle(HookContext context, Throwable failure) {
    explain(StartFailures.explain("it did not start", failure));
  }

  private void explain(String why) {
    explained = true;
    why.lines().forEach(line -> LOG.error("{} does not start: {}", service, line));
  }

  /** Ends the process after a launch that failed. */
  void abandon(int status) {
    if (!explained && settings != null) {
      LOG.error("{} does not start; see above", service);
    }
    exitStatus = status;
    System.exit(status);
  }

  /**
   * Undoes a launch that failed and returns when another may be tried.
   *
   * @param pause until then
   */
  void retreat(Duration pause) {
    LOG.warn("{} tries to start again in {} s", service, pause.toSeconds());
    superseded = true;
    if (vertx != null) {
      close(vertx);
    }
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a start", e);
    }
  }

  /** Nobody waits for a stop that is followed by a start, and nobody may start what has ended. */
  @Override
  public void beforeStoppingVertx(HookContext context) {
    if (process != null) {
      LOG.info("{} is stopping", service);
      process.draining();
      Duration patience = settings.get(ProcessSettings.class).stopTimeout();
      guard = StopGuard.arm(superseded ? patience.multipliedBy(SUPERSEDED_PATIENCE) : patience);
    }
  }

  /**
   * A node that cannot be reached leaves the cluster in order and joins it anew, in this process,
   * so that it does not need anybody who starts processes. In a thread of its own, because
   * everything that would otherwise do it is stopped by it.
   */
  private void restart(String why) {
    Thread restarting = new Thread(() -> startAgain(why), "restart");
    restarting.setUncaughtExceptionHandler(
        (thread, error) -> {
          LOG.error("{} could not start again", service, error);
          Runtime.getRuntime().halt(1);
        });
    restarting.start();
  }

  private void startAgain(String why) {
    LOG.warn("{} starts again, because {}", service, why);
    superseded = true;
    close(vertx);
    again.run();
  }

  /**
   * In order for a while. A member whose merge is stuck may wait for answers that nobody gives;
   * then it is ended, so that whoever waits for it goes on. The guard ends the process when not
   * even that helps.
   */
  private void close(Vertx closing) {
    CompletableFuture<Void> closed =
        closing.close().otherwiseEmpty().toCompletionStage().toCompletableFuture();
    try {
      closed.get(IN_ORDER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} does not leave the cluster in order within {}", service, IN_ORDER);
      if (members != null) {
        members.endWithoutOrder();
      }
      closed.join();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("nobody interrupts a start", e);
    }
    guard.dismiss();
    ended();
  }

  private void ended() {
    runFile.ifPresent(Launch::remove);
    tracing.ifPresent(Tracing::close);
    LOG.info("{} has stopped", service);
  }

  @Override
  public void afterVertxStopped(HookContext context) {
    if (superseded) {
      // Its successor ends the process.
      return;
    }
    ended();
    if (guard != null) {
      guard.dismiss();
    }
    new Farewell(cluster()).await();
    // A JVM that ends by SIGTERM reports 143 by itself, as if it had been killed.
    Runtime.getRuntime().halt(exitStatus);
  }

  private static void remove(RunFile file) {
    try {
      file.remove();
    } catch (IOException e) {
      LOG.warn("the run file could not be removed", e);
    }
  }
}
