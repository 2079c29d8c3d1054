package io.jangteo.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.cli.HomeOption;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes again what a service has said. */
@Command(
    name = "replay-messages",
    mixinStandardHelpOptions = true,
    description = {
      "Publish messages of a service again, under their ids: who has them takes them for duplicates,",
      "who has lost them gets them. Only what the outbox still holds, seven days unless set otherwise.",
      "(replay is for files of trade.)"
    })
public final class ReplayMessagesCommand implements Callable<Integer> {
  private static final int LIMIT = 500;

  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SERVICE", description = "Whose messages.")
  private String service;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Sent then or later, ISO 8601 with Z.")
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Sent before then.")
  private String to;

  @Option(names = "--aggregate", paramLabel = "ID", description = "Only those of one aggregate.")
  private String aggregate;

  @Option(names = "--type", paramLabel = "TYPE", description = "Only messages of that type.")
  private String type;

  @Option(names = "--dry-run", description = "Say how many there are and publish none.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (from == null && aggregate == null) {
      throw new ParameterException(spec.commandLine(), "say --from or --aggregate");
    }
    OperatorApi api = OperatorApi.of(home);
    String path = "/" + api.services(service).get(0) + "/message-replays";
    JsonNode found = api.post(path, body(true, null));
    for (JsonNode count : found.path("types")) {
      System.out.printf("%8d %s%n", count.path("messages").asLong(), count.path("type").asText());
    }
    System.out.println("the outbox goes back to " + found.path("oldest").asText("now"));
    if (!dryRun) {
      System.out.println("published again: " + replay(api, path));
    }
    return 0;
  }

  private long replay(OperatorApi api, String path) throws IOException, InterruptedException {
    long messages = 0;
    JsonNode said = api.post(path, body(false, null));
    messages += said.path("messages").asLong();
    while (said.hasNonNull("next")) {
      said = api.post(path, body(false, said.get("next").asLong()));
      messages += said.path("messages").asLong();
    }
    return messages;
  }

  private Map<String, Object> body(boolean rehearsal, Long after) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("dryRun", rehearsal);
    body.put("limit", LIMIT);
    OperatorApi.putUnlessNull(body, "from", from);
    OperatorApi.putUnlessNull(body, "to", to);
    OperatorApi.putUnlessNull(body, "aggregateId", aggregate);
    OperatorApi.putUnlessNull(body, "type", type);
    OperatorApi.putUnlessNull(body, "after", after);
    return body;
  }
}
