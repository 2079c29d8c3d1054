package io.jangteo.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Several hosts on one machine: network namespaces on a bridge, between which packets can be
 * dropped, in both directions or in one. Hosts count from 1. This machine is on the bridge, too.
 */
final class VirtualHosts implements AutoCloseable {
  private static final int FIRST = 10;
  private static final long PID = ProcessHandle.current().pid();

  /** Another for each process, for what a killed one has left is still there. */
  private static final String NETWORK = "10." + (64 + PID / 256 % 128) + "." + PID % 256 + ".";

  private final String bridge = "jt" + PID;
  private final int count;
  private final List<List<String>> dropped = new ArrayList<>();

  private VirtualHosts(int count) {
    this.count = count;
  }

  /** The test is skipped, and says so, where this user may not make them. */
  static VirtualHosts create(int count) throws IOException, InterruptedException {
    VirtualHosts hosts = new VirtualHosts(count);
    int exit = run(List.of("ip", "link", "add", hosts.bridge, "type", "bridge"));
    Assumptions.assumeTrue(
        exit == 0,
        "NOT TESTED: a partition cannot be made by this user (ip link add ended with "
            + exit
            + "); run this test as root, with iproute2 installed");
    try {
      hosts.connect();
    } catch (IOException | InterruptedException e) {
      hosts.close();
      throw e;
    }
    return hosts;
  }

  private void connect() throws IOException, InterruptedException {
    ip("addr", "add", NETWORK + "1/24", "dev", bridge);
    ip("link", "set", bridge, "up");
    for (int host = 1; host <= count; host++) {
      String outer = bridge + "v" + host;
      ip("netns", "add", name(host));
      ip("link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", name(host));
      ip("link", "set", outer, "master", bridge, "up");
      inside(host, "addr", "add", address(host) + "/24", "dev", "eth0");
      inside(host, "link", "set", "eth0", "up");
      inside(host, "link", "set", "lo", "up");
    }
  }

  private String name(int host) {
    return bridge + "-" + host;
  }

  /** Of this machine, for all hosts. */
  String gateway() {
    return NETWORK + "1";
  }

  String address(int host) {
    return NETWORK + (FIRST + host);
  }

  /** Words that have a command run there. */
  List<String> on(int host) {
    return List.of("ip", "netns", "exec", name(host));
  }

  /** Nothing that one sends comes to another any more. */
  void drop(Collection<Integer> from, Collection<Integer> to)
      throws IOException, InterruptedException {
    for (int sender : from) {
      for (int receiver : to) {
        List<String> route = List.of("blackhole", address(receiver) + "/32");
        inside(sender, "route", "add", route.get(0), route.get(1));
        dropped.add(List.of(Integer.toString(sender), route.get(0), route.get(1)));
      }
    }
  }

  /** Everything comes through again. */
  void heal() throws IOException, InterruptedException {
    for (List<String> each : dropped) {
      inside(Integer.parseInt(each.get(0)), "route", "del", each.get(1), each.get(2));
    }
    dropped.clear();
  }

  private void inside(int host, String... words) throws IOException, InterruptedException {
    ip(Stream.concat(Stream.of("-n", name(host)), Stream.of(words)).toArray(String[]::new));
  }

  private static void ip(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    int exit = run(command);
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + exit);
    }
  }

  private static int run(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (int host = 1; host <= count; host++) {
      run(List.of("ip", "netns", "del", name(host)));
    }
    run(List.of("ip", "link", "del", bridge));
  }
}
