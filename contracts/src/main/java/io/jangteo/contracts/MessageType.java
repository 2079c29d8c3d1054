package io.jangteo.contracts;

/**
 * One kind of durable message: the name is the wire contract, the class only how we read it.
 *
 * @param owner the service that publishes an event, or that receives a command
 * @param kind whether this is a fact or a request
 * @param name {@code payment.authorized.v1}: past tense for events, imperative for commands, then
 *     the major version of the payload
 * @param payload the record that the JSON body is read into
 */
public record MessageType<T>(String owner, Kind kind, String name, Class<T> payload) {
  /** Facts are published on their owner's exchange, commands are sent to their owner's. */
  public enum Kind {
    EVENT("events"),
    COMMAND("commands");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  public static <T> MessageType<T> event(String owner, String name, Class<T> payload) {
    return new MessageType<>(owner, Kind.EVENT, name, payload);
  }

  public static <T> MessageType<T> command(String owner, String name, Class<T> payload) {
    return new MessageType<>(owner, Kind.COMMAND, name, payload);
  }

  /** The topic exchange: {@code jangteo.payment.events}. */
  public String exchange() {
    return "jangteo." + owner + "." + kind.suffix;
  }
}
