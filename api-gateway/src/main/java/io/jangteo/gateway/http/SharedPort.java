package io.jangteo.gateway.http;

import io.jangteo.runtime.config.ConfigurationException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on which a successor may listen as well ({@code SO_REUSEPORT}). The system spreads new
 * connections over both, and forgets those that wait to be accepted by a socket that is closed. So
 * whoever leaves tells it first to give all that are new to the other, by the smallest program
 * there is ({@code SO_ATTACH_REUSEPORT_CBPF}): "return" the number of a socket, which is its place
 * in the order in which they began to listen. Used from one context only.
 */
final class SharedPort {
  private static final Logger LOG = LoggerFactory.getLogger(SharedPort.class);
  private static final int OLDER = 0;
  private static final int YOUNGER = 1;
  private static final long LOOK_MILLIS = 1_000;

  /** From the system's headers; the same on every machine that has the native transport. */
  private static final int SOL_SOCKET = 1;

  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
  private static final short BPF_RET = 0x06;
  private static final int INSTRUCTION_BYTES = 8;
  private static final int PROGRAM_BYTES = 16;

  private static final RawUnixChannelOption ATTACH =
      new RawUnixChannelOption(
          "SO_ATTACH_REUSEPORT_CBPF", SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, PROGRAM_BYTES);

  private final Vertx vertx;
  private int port;
  private volatile boolean wasAlone;
  private Channel listener;

  SharedPort(Vertx vertx) {
    this.vertx = vertx;
  }

  static ConfigurationException impossible(Vertx vertx) {
    return new ConfigurationException(
        List.of(
            "gateway.portShared (GATEWAY_PORT_SHARED) needs Linux and the option"
                + " -options '{\"preferNativeTransport\":true}', which "
                + (vertx.unavailableNativeTransportCause() == null
                    ? "was not given"
                    : "cannot be had: " + vertx.unavailableNativeTransportCause().getMessage())));
  }

  /** From now on it is shared; until then there is nothing to hand over. */
  void listening(int number) {
    port = number;
    look();
  }

  /** Who has once been alone is older than whoever else is there later. */
  private void look() {
    count()
        .onSuccess(
            listeners -> {
              wasAlone |= listeners == 1;
              if (!wasAlone) {
                vertx.timer(LOOK_MILLIS, TimeUnit.MILLISECONDS).onSuccess(ignored -> look());
              }
            });
  }

  /** Whether whoever else listens has come later. */
  boolean isOldest() {
    return wasAlone;
  }

  private Future<Integer> count() {
    return vertx.executeBlocking(() -> Listeners.on(port), false);
  }

  /** Takes note of the socket that a connection came through: Vert.x does not show it. */
  void accepted(Channel parent) {
    listener = parent;
  }

  /** Sends what is new to the other one from now on, if there is one, and says whether. */
  Future<Boolean> handOver() {
    return port == 0
        ? Future.succeededFuture(false)
        : count().map(listeners -> listeners > 1 && handOver(listener)).otherwise(false);
  }

  private boolean handOver(Channel from) {
    if (from == null) {
      return true;
    }
    int other = wasAlone ? YOUNGER : OLDER;
    boolean done = attach(from, other);
    LOG.info("port {}: new connections go to the {} gateway", port, wasAlone ? "new" : "former");
    return done;
  }

  private static boolean attach(Channel channel, int chosen) {
    ByteBuf instruction = Unpooled.directBuffer(INSTRUCTION_BYTES);
    try {
      // struct sock_filter { u16 code; u8 jt; u8 jf; u32 k; }
      instruction.writeShortLE(BPF_RET).writeByte(0).writeByte(0).writeIntLE(chosen);
      // struct sock_fprog { u16 len; struct sock_filter *filter; }
      ByteBuffer program = ByteBuffer.allocateDirect(PROGRAM_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      program.putShort(0, (short) 1).putLong(INSTRUCTION_BYTES, instruction.memoryAddress());
      return channel.config().setOption(ATTACH, program);
    } finally {
      instruction.release();
    }
  }
}
