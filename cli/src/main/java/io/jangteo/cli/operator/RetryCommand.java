package io.jangteo.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.cli.HomeOption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has parked messages handled again. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Handle parked messages again under their ids, each in one transaction and in the order of its",
      "aggregate; those that only waited behind one follow it. Exits 1 when one fails again."
    })
public final class RetryCommand implements Callable<Integer> {
  private static final int LIMIT = 500;

  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Of messages.")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "All that match the options below.")
  private boolean all;

  @Option(names = "--service", paramLabel = "NAME", description = "Only what that one put aside.")
  private String service;

  @Option(names = "--type", paramLabel = "TYPE", description = "Only messages of that type.")
  private String type;

  @Option(
      names = "--why",
      paramLabel = "REASON",
      description = "Only those put aside for that: FAILED, BLOCKED, UNDECODABLE or DEAD.")
  private String reason;

  @Option(names = "--aggregate", paramLabel = "ID", description = "Only those of one aggregate.")
  private String aggregate;

  @Option(names = "--dry-run", description = "Say what would come of it and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (all == !ids.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name messages, or say --all");
    }
    OperatorApi api = OperatorApi.of(home);
    List<JsonNode> results = all ? retryAll(api) : retryEach(api);
    boolean failed = false;
    ParkedTable table = new ParkedTable(System.out);
    for (JsonNode result : results) {
      table.retries(result);
      for (JsonNode item : result.path("items")) {
        failed |=
            List.of("FAILED", "UNREADABLE", "UNHEARD").contains(item.path("outcome").asText());
      }
    }
    if (results.stream().allMatch(result -> result.path("items").isEmpty())) {
      System.out.println("nothing to retry");
    }
    return failed ? 1 : 0;
  }

  private List<JsonNode> retryEach(OperatorApi api) throws IOException, InterruptedException {
    List<JsonNode> results = new ArrayList<>();
    for (String id : ids) {
      String path = "/" + api.ownerOf(id, service) + "/parked-messages/" + id + "/retry";
      results.add(api.post(dryRun ? path + "?dryRun=true" : path, null));
    }
    return results;
  }

  private List<JsonNode> retryAll(OperatorApi api) throws IOException, InterruptedException {
    List<JsonNode> results = new ArrayList<>();
    for (String each : api.services(service)) {
      JsonNode result = api.post("/" + each + "/parked-message-retries", filter());
      results.add(result);
      while (!dryRun && anyDone(result)) {
        result = api.post("/" + each + "/parked-message-retries", filter());
        results.add(result);
      }
    }
    return results;
  }

  /** What was not reached in the time of one call is in the next; what only failed stays. */
  private static boolean anyDone(JsonNode result) {
    for (JsonNode item : result.path("items")) {
      if (item.path("outcome").asText().equals("DONE")) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Object> filter() {
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("limit", LIMIT);
    filter.put("dryRun", dryRun);
    OperatorApi.putUnlessNull(filter, "type", type);
    OperatorApi.putUnlessNull(filter, "reason", reason);
    OperatorApi.putUnlessNull(filter, "aggregateId", aggregate);
    return filter;
  }
}
