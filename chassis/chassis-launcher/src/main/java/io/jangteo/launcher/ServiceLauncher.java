package io.jangteo.launcher;

import io.jangteo.launcher.heal.HealingSettings;
import io.jangteo.launcher.heal.Starts;
import io.jangteo.runtime.health.ManagementConfig;
import io.vertx.launcher.application.ExitCodes;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one service as a process, with the options of Vert.x's application launcher. Settings come
 * from {@code -conf} and the environment. Ends with 0 after an orderly stop, with 1 when something
 * did not start, with 2 when the command line was wrong.
 */
public final class ServiceLauncher {
  private static final int NOT_STARTED = 1;
  private static final int WRONG_USAGE = 2;
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(5);

  private final String service;
  private final String summary;
  private final Map<String, Class<? extends Record>> settings = new LinkedHashMap<>();
  private final Map<String, String> optional = new LinkedHashMap<>();

  private ServiceLauncher(String service, String summary) {
    this.service = service;
    this.summary = summary;
  }

  /**
   * @param service its name, which is also that of its jar
   * @param summary one sentence for {@code --help}
   */
  public static ServiceLauncher named(String service, String summary) {
    return new ServiceLauncher(service, summary);
  }

  /** A record of settings the service reads, and the prefix of their keys. */
  public ServiceLauncher setting(String prefix, Class<? extends Record> type) {
    settings.put(prefix, type);
    return this;
  }

  /**
   * The same for one that the service can do without: it is bound only if that key is given.
   *
   * @param key without the prefix
   */
  public ServiceLauncher settingIfGiven(String prefix, Class<? extends Record> type, String key) {
    optional.put(prefix, prefix + "." + key);
    return setting(prefix, type);
  }

  /** Starts; returns when the service serves, and ends the process when it cannot. */
  public void launch(VerticleFactory factory, String... args) {
    settings.put("management", ManagementConfig.class);
    settings.put("process", ProcessSettings.class);
    settings.put("cluster", ClusterSettings.class);
    settings.put("tracing", TracingSettings.class);
    settings.put("healing", HealingSettings.class);
    CommandLineWords words = new CommandLineWords(List.of(args));
    if (words.asksForHelp()) {
      System.out.print(new HelpText(service, summary, settings));
      return;
    }
    NameLookups.forgetSoon();
    start(factory, words, new Starts(), args);
  }

  /**
   * A process that once served and starts anew by itself does not give up: nobody else may start
   * it, and what is amiss around it, or it would not have had to, is amiss for a while.
   */
  private void start(
      VerticleFactory factory, CommandLineWords words, Starts starts, String... args) {
    Runnable again = () -> start(factory, words, starts, args);
    while (true) {
      starts.started(System.nanoTime());
      Launch launch = new Launch(service, settings, optional, factory, words, starts, again);
      int code = new Application(args, launch).launch();
      if (code == 0) {
        return;
      }
      if (!starts.areRepeated()) {
        launch.abandon(code == ExitCodes.USAGE ? WRONG_USAGE : NOT_STARTED);
        return;
      }
      launch.retreat(BEFORE_ANOTHER_TRY);
    }
  }

  /** Leaves it to us what to print and how to end. */
  private static final class Application extends VertxApplication {
    Application(String[] args, VertxApplicationHooks hooks) {
      super(args, hooks, false, false);
    }
  }
}
