package io.jangteo.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jangteo.cli.HomeOption;
import io.jangteo.cli.cluster.Project;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts load on a marketplace. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = {
      "Put load on a marketplace, shaped after December 2010: visitors that look (browse), buyers",
      "(order), or a day of both (mixed). Arrivals do not wait for answers. Afterwards the marketplace",
      "is audited. Exits 1 when an assertion or the audit fails."
    })
public final class LoadCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private LoadOptions options;

  @Parameters(paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}")
  private LoadName name;

  @Option(
      names = "--url",
      paramLabel = "URL",
      split = ",",
      description = {
        "Gateways, in turn (default: those of the local marketplace). For one elsewhere set",
        "JANGTEO_MERCHANT_EMAIL and JANGTEO_MERCHANT_PASSWORD, and say --no-audit."
      })
  private List<String> urls = new ArrayList<>();

  @Option(
      names = "--no-audit",
      description = "Leave out the audit; needs no marketplace on this machine.")
  private boolean noAudit;

  @Option(
      names = "--count",
      paramLabel = "NAME=PID",
      description = "Count this server's processor time too, such as a broker's of your own.")
  private List<String> counted = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path summary = Files.createTempFile("jangteo-load", ".json");
    try {
      GatlingOutput output = new GatlingOutput();
      int code =
          new GatlingProcess(Project.root().resolve("loadtest"))
              .run(
                  name,
                  settings(summary),
                  line -> {
                    System.out.println(line);
                    output.line(line);
                  });
      new LoadReport(name, code == 0, output, findings(summary)).print(System.out);
      // Gatling's 2 is a failed assertion; ours would be a wrong word.
      return code == 0 ? 0 : 1;
    } finally {
      Files.deleteIfExists(summary);
    }
  }

  private Map<String, String> settings(Path summary) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>(options.settings());
    List<String> processes = new ArrayList<>(counted);
    List<String> gateways = urls;
    if (!noAudit || urls.isEmpty()) {
      RunState state = home.running();
      gateways = urls.isEmpty() ? state.urls() : urls;
      processes.addAll(ServerProcesses.of(home.home(), state));
    }
    settings.put("url", String.join(",", gateways));
    settings.put("home", home.home().directory().toString());
    settings.put("script", Project.root().resolve("jangteo").toString());
    settings.put("audit", Boolean.toString(!noAudit));
    settings.put("processes", String.join(",", processes));
    settings.put("summary", summary.toString());
    return settings;
  }

  private static JsonNode findings(Path summary) throws IOException {
    byte[] content = Files.readAllBytes(summary);
    return content.length == 0 ? MissingNode.getInstance() : Json.LENIENT.readTree(content);
  }
}
