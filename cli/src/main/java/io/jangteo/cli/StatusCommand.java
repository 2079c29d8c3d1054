package io.jangteo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether the marketplace runs and which of its parts are ready. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show whether the marketplace runs and which of its parts are ready.",
      "Exits 1 when it does not run or is not ready."
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunState state = home.running();
    if (state.isAttached()) {
      throw new IOException(
          state.url() + " runs in containers; docker compose ps shows each of them");
    }
    HttpResponse<String> answer = ready(state);
    JsonNode checks = Json.LENIENT.readTree(answer.body()).path("checks");
    boolean ready = answer.statusCode() == 200;
    if (json) {
      System.out.println(
          Json.encodeToString(
              Map.of(
                  "url", state.url(),
                  "pid", state.pid(),
                  "databasePid", state.databasePid(),
                  "ready", ready,
                  "rssBytes", ProcessMemory.residentBytes(state.pid()),
                  "checks", checks)));
    } else {
      print(state, ready, checks);
    }
    return ready ? 0 : 1;
  }

  private static void print(RunState state, boolean ready, JsonNode checks) {
    System.out.printf(
        "%s  %s  pid %d  %,d MiB%n",
        ready ? "ready    " : "not ready",
        state.url(),
        state.pid(),
        ProcessMemory.residentBytes(state.pid()) >> 20);
    checks
        .properties()
        .forEach(
            check ->
                System.out.printf(
                    "  %-24s %s%n",
                    check.getKey(), check.getValue().asBoolean() ? "ok" : "NOT OK"));
  }

  private static HttpResponse<String> ready(RunState state)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + state.managementPort() + "/ready");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
            BodyHandlers.ofString());
  }
}
