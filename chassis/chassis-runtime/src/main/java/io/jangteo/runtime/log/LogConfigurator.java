package io.jangteo.runtime.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import co.elastic.logging.logback.EcsEncoder;
import io.jangteo.runtime.SoftwareVersion;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Sets up logging to standard output before any configuration is read, from two variables: {@code
 * JANGTEO_LOG_FORMAT} is {@code colour}, {@code plain} or {@code json} (ECS; one event a line), and
 * {@code JANGTEO_LOG_LEVEL} is our own level, {@code INFO} unless set. {@code JANGTEO_LOG_SERVICE}
 * is what JSON events name as their service, where several send theirs to one place. Logback's own
 * property {@code logback.configurationFile} switches all this off.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  static final String FORMAT = "JANGTEO_LOG_FORMAT";
  static final String LEVEL = "JANGTEO_LOG_LEVEL";
  static final String SERVICE = "JANGTEO_LOG_SERVICE";

  private static final Map<String, Level> LIBRARIES =
      Map.ofEntries(
          Map.entry("io.netty", Level.WARN),
          Map.entry("io.vertx.servicediscovery", Level.WARN),
          Map.entry("com.hazelcast", Level.WARN),
          // One line per partition and per attempt, each time a node goes.
          Map.entry("com.hazelcast.internal.partition", Level.ERROR),
          Map.entry("com.hazelcast.internal.server.tcp", Level.ERROR),
          Map.entry("org.flywaydb", Level.WARN),
          // Warns at each start that migrations of two folders may come out of order.
          Map.entry("org.flywaydb.core.internal.command.DbMigrate", Level.ERROR),
          Map.entry("org.apache.qpid", Level.WARN),
          Map.entry("qpid.message", Level.WARN),
          Map.entry("com.rabbitmq", Level.WARN),
          // A stack trace per attempt, and a promise to come back that it is told not to keep.
          Map.entry("io.vertx.rabbitmq", Level.OFF),
          // Tells of a failed start with a stack trace; our own launcher says why in a line.
          Map.entry("io.vertx.launcher", Level.OFF),
          Map.entry("io.vertx.core.impl.VertxImpl", Level.OFF),
          Map.entry("com.hazelcast.instance.AddressPicker", Level.OFF),
          Map.entry("io.zonky", Level.WARN));

  private final Map<String, String> environment;

  /** For the service loader. */
  public LogConfigurator() {
    this(System.getenv());
  }

  LogConfigurator(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("console");
    console.setEncoder(encoder(context));
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(Level.INFO);
    LIBRARIES.forEach((name, level) -> context.getLogger(name).setLevel(level));
    context
        .getLogger("io.jangteo")
        .setLevel(Level.toLevel(environment.getOrDefault(LEVEL, "INFO"), Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  Encoder<ILoggingEvent> encoder(LoggerContext context) {
    String unset = Terminal.isAttached(environment) ? "colour" : "plain";
    String format = environment.getOrDefault(FORMAT, unset);
    Encoder<ILoggingEvent> lines =
        format.equals("json") ? ecs() : lines(context, format.equals("colour"));
    lines.setContext(context);
    lines.start();
    Encoder<ILoggingEvent> encoder = new MaskingEncoder(lines);
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private Encoder<ILoggingEvent> ecs() {
    EcsEncoder encoder = new KeyValueEcsEncoder();
    encoder.setServiceName(environment.getOrDefault(SERVICE, "jangteo"));
    encoder.setServiceNodeName(environment.get("HOSTNAME"));
    encoder.setServiceVersion(SoftwareVersion.current());
    return encoder;
  }

  /** One line an event: what came from outside may hold line ends and terminal codes. */
  private static Encoder<ILoggingEvent> lines(LoggerContext context, boolean colour) {
    String level = colour ? "%highlight(%-5level)" : "%-5level";
    String logger = colour ? "%cyan(%-24.24logger{0})" : "%-24.24logger{0}";
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(
        "%d{HH:mm:ss.SSS} "
            + level
            + " "
            + logger
            + " %replace(%msg %kvp){'[\\p{Cntrl}]+', ' '}%n%ex");
    return encoder;
  }
}
