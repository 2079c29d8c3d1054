package io.jangteo.cli.operator;

import io.jangteo.cli.HomeOption;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a parked message up. */
@Command(
    name = "skip",
    mixinStandardHelpOptions = true,
    description = {
      "Give a parked message up: it is never handled. Who, when and why is kept with it. What waits",
      "behind it is not touched; retry that next."
    })
public final class SkipCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Parameters(paramLabel = "ID", description = "Of the message.")
  private String id;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason;

  @Option(names = "--service", paramLabel = "NAME", description = "That has put it aside.")
  private String service;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OperatorApi api = OperatorApi.of(home);
    String owner = api.ownerOf(id, service);
    api.post("/" + owner + "/parked-messages/" + id + "/skip", Map.of("reason", reason));
    System.out.println("skipped " + id + " of " + owner);
    return 0;
  }
}
