package io.jangteo.marketplace.cluster;

import io.jangteo.marketplace.LocalClients;
import io.jangteo.marketplace.home.Home;
import io.jangteo.runtime.SoftwareVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts processes that outlive this one. */
final class Launcher {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Home home;
  private final Path project;
  private final ProcessFolder folder;
  private final ClusterEnvironment environment;
  private final Map<String, String> more;

  Launcher(Home home, Path project, ProcessFolder folder, ClusterEnvironment environment) {
    this(home, project, folder, environment, Map.of());
  }

  /**
   * @param more variables, beside those of this process
   */
  Launcher(
      Home home,
      Path project,
      ProcessFolder folder,
      ClusterEnvironment environment,
      Map<String, String> more) {
    this.home = home;
    this.project = project;
    this.folder = folder;
    this.environment = environment;
    this.more = more;
  }

  /**
   * A process just started.
   *
   * @param logFrom where its lines begin in its log
   */
  record Started(Instance instance, Process process, long nanos, long logFrom) {}

  /**
   * Returns at once; what it prints goes to its log.
   *
   * @param release the jar
   */
  Started launch(Instance instance, Path release) throws IOException {
    return launch(instance, release, null);
  }

  /**
   * The same under another version than the one it was built as.
   *
   * @param version null for that one
   */
  Started launch(Instance instance, Path release, String version) throws IOException {
    Files.deleteIfExists(folder.reportFile(instance));
    if (instance.service() == ServiceKind.INFRASTRUCTURE) {
      Files.deleteIfExists(folder.killedDatabase());
    }
    Path log = folder.log(instance);
    long logFrom = LogTail.size(log);
    ProcessBuilder builder = new ProcessBuilder(command(instance, release, version));
    Map<String, String> variables = builder.environment();
    variables.putIfAbsent("JANGTEO_LOG_FORMAT", "plain");
    variables.putIfAbsent("GATEWAY_LIMITS_EXEMPT", LocalClients.ADDRESSES);
    variables.putAll(more);
    variables.putAll(environment.of(instance, folder.reportFile(instance)));
    long begun = System.nanoTime();
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    folder.launched(instance, OsProcess.of(process.toHandle()), release);
    return new Started(instance, process, begun, logFrom);
  }

  private List<String> command(Instance instance, Path release, String version) {
    boolean infrastructure = instance.service() == ServiceKind.INFRASTRUCTURE;
    List<String> command = new ArrayList<>();
    // Its own session: a Ctrl-C in this terminal must not reach it.
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String options = infrastructure ? "cli/infrastructure.jvm" : "cli/service.jvm";
    command.add("@" + project.resolve(options));
    ClassArchives.option(release).ifPresent(command::add);
    if (version != null) {
      command.add("-D" + SoftwareVersion.PROPERTY + "=" + version);
    }
    command.addAll(List.of("-jar", release.toString()));
    if (infrastructure) {
      command.addAll(List.of("infrastructure", "--home", home.directory().toString()));
      command.addAll(List.of("--project", project.toString()));
    } else {
      command.add("-cluster");
      if (instance.service() == ServiceKind.GATEWAY && SharedPorts.ARE_POSSIBLE) {
        command.addAll(List.of("-options", "{\"preferNativeTransport\":true}"));
      }
    }
    return command;
  }
}
