package io.jangteo.launcher;

import io.jangteo.runtime.SoftwareVersion;
import io.jangteo.runtime.config.ConfigurationReference;
import java.util.Map;

/** What {@code --help} prints: the options that make sense for a service, and all its settings. */
record HelpText(String service, String summary, Map<String, Class<? extends Record>> settings) {
  private static final String OPTIONS =
      """
        -cluster                        join the cluster that the CLUSTER_ settings lead to
        -conf FILE or JSON              settings as JSON, nested by the dots of their keys; variables win
        -instances N                    so many instances of the service in this process (default 1)
        -options FILE or JSON           of Vert.x, for example {"eventLoopPoolSize":4}
        -deployment-options FILE or JSON
                                        of the verticle, for example {"instances":2}
        -cluster-host, -cluster-port, -cluster-public-host, -cluster-public-port
                                        of the event bus; these win over the CLUSTER_ settings
        -help                           this text

      Ends with 0 after an orderly stop (SIGTERM), 1 when it cannot start, 2 when an option is wrong.
      """;

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%s %s: %s%n%n".formatted(service, SoftwareVersion.current(), summary));
    text.append("java -jar %s.jar -cluster [options]%n%n".formatted(service));
    text.append(OPTIONS).append("%nSettings:%n".formatted());
    settings.forEach(
        (prefix, type) ->
            text.append(System.lineSeparator())
                .append(new ConfigurationReference().add(prefix, type).lines()));
    return text.toString();
  }
}
