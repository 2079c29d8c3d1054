package io.jangteo.launcher.heal;

import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;

/**
 * Where a node is. Only one process at a time can be in a place: who is found there has followed
 * whoever was there before.
 *
 * @param machine its name, by which a container that is started again is known although its address
 *     is another; empty where a machine's name says nothing
 */
record Place(String machine, String host, int port) {
  private static final String MACHINE = "machine";

  static Place of(NodeInfo node) {
    JsonObject said = node.metadata();
    String machine = said == null ? "" : said.getString(MACHINE, "");
    return new Place(machine, node.host(), node.port());
  }

  /** What a node tells the others, for {@link #of} to be read. */
  static JsonObject said(String machine) {
    return new JsonObject().put(MACHINE, machine);
  }

  boolean isSame(Place other) {
    boolean sameMachine = !machine.isEmpty() && machine.equals(other.machine);
    return port == other.port && (sameMachine || host.equals(other.host));
  }
}
