package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jangteo.launcher.RunningProcess;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One {@code java -jar} process of a test, killed at the latest when the test closes it. */
final class LaunchedJar implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final String host;
  private final Process process;
  private final Path log;
  private final Path runFile;

  private LaunchedJar(String host, Process process, Path log, Path runFile) {
    this.host = host;
    this.process = process;
    this.log = log;
    this.runFile = runFile;
  }

  /** Where the jar of a service is after {@code mvn package}. */
  static Path jar(String service) {
    String folder = service.equals("api-gateway") ? service : "verticles/" + service;
    return ProjectFiles.path(folder + "/target/" + service + ".jar");
  }

  static LaunchedJar start(String service, Map<String, String> environment, String... options) {
    return start("127.0.0.1", List.of(), service, environment, options);
  }

  /** The same with a jar that is not the one that was built. */
  static LaunchedJar start(Path jar, Map<String, String> environment, String... options) {
    return start(
        "127.0.0.1", List.of(), jar.getFileName().toString(), runs(jar), environment, options);
  }

  /**
   * @param host at which its management port is reached from here
   * @param where words before the command that take it to another place
   */
  static LaunchedJar start(
      String host,
      List<String> where,
      String service,
      Map<String, String> environment,
      String... options) {
    return start(host, where, service, SharedReleases.runs(service), environment, options);
  }

  private static List<String> runs(Path jar) {
    return List.of("-jar", jar.toString());
  }

  /** The node that keeps data and serves nothing, from the jar of a service. */
  static LaunchedJar startDataNode(Map<String, String> environment) {
    return startDataNode("127.0.0.1", List.of(), environment);
  }

  /** The same at another place. */
  static LaunchedJar startDataNode(
      String host, List<String> where, Map<String, String> environment) {
    List<String> what = List.of("-cp", jar("catalog").toString(), "io.jangteo.launcher.DataNode");
    return start(host, where, "data-node", what, environment, "-cluster");
  }

  private static LaunchedJar start(
      String host,
      List<String> where,
      String name,
      List<String> what,
      Map<String, String> environment,
      String... options) {
    try {
      Path folder = Files.createTempDirectory("launched-" + name);
      Path log = folder.resolve("log");
      Path runFile = folder.resolve("run.json");
      List<String> command = new ArrayList<>(where);
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx128m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1"));
      command.addAll(what);
      command.addAll(List.of(options));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      builder.environment().put("PROCESS_RUN_FILE", runFile.toString());
      builder.environment().put("MANAGEMENT_PORT", "0");
      return new LaunchedJar(host, builder.start(), log, runFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says that it serves; fails with what it printed when it ends before. */
  RunningProcess awaitServing() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> Files.exists(runFile) || !process.isAlive());
    assertThat(runFile).as(output()).exists();
    return running();
  }

  private RunningProcess running() {
    try {
      return Json.LENIENT.readValue(Files.readAllBytes(runFile), RunningProcess.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end and gives its exit status. */
  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(output()).isTrue();
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasRunFile() {
    return Files.exists(runFile);
  }

  /** An answer of its management port. */
  HttpResponse<String> management(String path) throws IOException, InterruptedException {
    return get("http://" + host + ":" + running().managementPort() + path);
  }

  /** An answer of what it serves by HTTP. */
  HttpResponse<String> edge(String path) throws IOException, InterruptedException {
    return get("http://" + host + ":" + running().port() + path);
  }

  private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(10)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Sum of all series of that name that the process shows; fails when there is none. */
  double metric(String name) throws IOException, InterruptedException {
    Matcher series =
        Pattern.compile("(?m)^" + name + "(?:\\{.*})? (\\S+)$")
            .matcher(management("/metrics").body());
    assertThat(series.find()).as(name).isTrue();
    double sum = 0;
    do {
      sum += Double.parseDouble(series.group(1));
    } while (series.find());
    return sum;
  }

  long pid() {
    return process.pid();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGSTOP. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
