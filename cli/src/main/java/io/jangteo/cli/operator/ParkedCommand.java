package io.jangteo.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.cli.HomeOption;
import io.jangteo.cli.operator.ParkedTable.Parked;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One place to look. */
@Command(
    name = "parked",
    mixinStandardHelpOptions = true,
    description = {
      "Everything that waits for a person: messages that services have put aside, and orders that are",
      "parked or stuck. With an id, that one message and its payload."
    })
public final class ParkedCommand implements Callable<Integer> {
  private static final int PAGE = 500;

  @Mixin private HomeOption home;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Of one message.")
  private String id;

  @Option(names = "--service", paramLabel = "NAME", description = "Only what that one put aside.")
  private String service;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OperatorApi api = OperatorApi.of(home);
    if (id != null) {
      String owner = api.ownerOf(id, service);
      System.out.println(api.get("/" + owner + "/parked-messages/" + id).toPrettyString());
      return 0;
    }
    List<Parked> messages = new ArrayList<>();
    int unowned = 0;
    for (String each : api.services(service)) {
      unowned = Math.max(unowned, addAll(api, each, messages));
    }
    JsonNode parked = api.get("/order/sagas?trouble=parked&limit=" + PAGE);
    JsonNode stuck = api.get("/order/sagas?trouble=stuck&limit=" + PAGE);
    if (json) {
      printJson(messages, unowned, parked, stuck);
    } else {
      ParkedTable table = new ParkedTable(System.out);
      table.messages(messages);
      table.unowned(unowned);
      table.orders("parked", parked);
      table.orders("stuck", stuck);
    }
    return 0;
  }

  /** Gives how many dead letters nobody owns. */
  private static int addAll(OperatorApi api, String service, List<Parked> messages)
      throws IOException, InterruptedException {
    String next = "0";
    int unowned = 0;
    while (next != null) {
      JsonNode page = api.get("/" + service + "/parked-messages?limit=" + PAGE + "&after=" + next);
      page.path("items").forEach(message -> messages.add(new Parked(service, message)));
      unowned = page.path("unowned").asInt();
      next = page.hasNonNull("next") ? page.get("next").asText() : null;
    }
    return unowned;
  }

  private static void printJson(
      List<Parked> messages, int unowned, JsonNode parked, JsonNode stuck) {
    ObjectNode all = Json.LENIENT.createObjectNode();
    var items = all.putArray("messages");
    messages.forEach(
        each -> items.add(((ObjectNode) each.message().deepCopy()).put("service", each.service())));
    all.put("unowned", unowned);
    all.set("parkedOrders", parked.path("items"));
    all.set("stuckOrders", stuck.path("items"));
    System.out.println(all);
  }
}
