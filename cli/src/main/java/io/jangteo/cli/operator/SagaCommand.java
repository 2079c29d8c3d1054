package io.jangteo.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.cli.HomeOption;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the saga of an order, and has it do what an operator wants. */
@Command(
    name = "saga",
    mixinStandardHelpOptions = true,
    description = "How far an order has come and what it waits for; with a verb, have it go on.")
public final class SagaCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ORDER", description = "The order's id.")
  private String order;

  @ArgGroup private Verb verb;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; needed with a verb, kept.")
  private String reason;

  /** At most one of them. */
  private static final class Verb {
    @Option(
        names = "--resume",
        description = "Ask now for what it waits for, or once more for stock that was refused.")
    private boolean resume;

    @Option(
        names = "--skip",
        paramLabel = "STEP",
        description = "Take the undo of reserve or schedule for done: see to the goods before.")
    private String skip;

    @Option(names = "--compensate", description = "Undo the order; before the payment is taken.")
    private boolean compensate;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (verb != null && reason == null) {
      throw new ParameterException(spec.commandLine(), "a verb needs --reason");
    }
    OperatorApi api = OperatorApi.of(home);
    String saga = "/orders/" + order + "/saga";
    System.out.println((verb == null ? api.get(saga) : carryOut(api, saga)).toPrettyString());
    return 0;
  }

  private JsonNode carryOut(OperatorApi api, String saga) throws IOException, InterruptedException {
    if (verb.skip != null) {
      String step = verb.skip.toUpperCase(Locale.ROOT);
      return api.post(saga + "/skip", Map.of("step", step, "reason", reason));
    }
    // A verb may be written out as false.
    if (verb.resume == verb.compensate) {
      throw new ParameterException(spec.commandLine(), "one of the verbs must be asked for");
    }
    String path = verb.resume ? "/resumption" : "/compensation";
    return api.post(saga + path, Map.of("reason", reason));
  }
}
