package io.jangteo.cli;

import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Logs in as one of the accounts of the first start. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description =
        "Print an access token, for example: curl -H \"Authorization: Bearer $(./jangteo token --role merchant)\" ...")
final class TokenCommand implements Callable<Integer> {
  @Mixin private HomeOption home;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "merchant or operator.")
  private String role;

  @Override
  public Integer call() throws IOException, InterruptedException {
    GatewayClient gateway = new GatewayClient(home.running().gateways(), Duration.ofSeconds(10));
    System.out.println(new Session(gateway, home.credentials().account(role)).token());
    return 0;
  }
}
