package io.jangteo.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A process and all that it has started, such as a PostgreSQL with the servers of its sessions. */
public final class ProcessTree {
  private final long root;

  private ProcessTree(long root) {
    this.root = root;
  }

  public static ProcessTree of(long pid) {
    return new ProcessTree(pid);
  }

  /** Stops all of them in their tracks, the root first, so that it starts no more. */
  public void freeze() {
    signal("STOP", List.of(root));
    signal("STOP", members());
  }

  /** Lets all of them go on as if nothing had been. */
  public void thaw() {
    List<Long> last = new ArrayList<>(members());
    Collections.reverse(last);
    signal("CONT", last);
  }

  /** Sends the root a signal by name and returns when that is done. */
  public void signal(String name) {
    signal(name, List.of(root));
  }

  private List<Long> members() {
    List<Long> members = new ArrayList<>(List.of(root));
    ProcessHandle.of(root)
        .ifPresent(found -> found.descendants().map(ProcessHandle::pid).forEach(members::add));
    return members;
  }

  private static void signal(String name, List<Long> processes) {
    String numbers = processes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    try {
      Process sent = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + numbers).start();
      if (sent.waitFor() != 0 && processes.size() == 1) {
        throw new IllegalStateException("process " + numbers + " cannot be signalled");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process was signalled", e);
    }
  }
}
