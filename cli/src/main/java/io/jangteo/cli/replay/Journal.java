package io.jangteo.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this client attempted and what came of it, one JSON line each: an {@code invoke} before the
 * request leaves, a {@code done} with the order as the service reported it in the end, a {@code
 * member} with the id a customer's account got. A last line cut short by a kill is ignored.
 */
final class Journal implements AutoCloseable {
  /** One line; only a {@code done} has an order, only a {@code member} an id. */
  record Entry(String event, String key, PlacedOrder order, String memberId) {}

  private final FileChannel channel;
  private final Map<String, PlacedOrder> done = new ConcurrentHashMap<>();
  private final Map<String, String> members = new ConcurrentHashMap<>();

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  static Journal open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Journal journal =
        new Journal(
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    long end = 0;
    for (String line : Files.readString(file).split("(?<=\n)", -1)) {
      if (!line.endsWith("\n")) {
        break;
      }
      end += line.getBytes(StandardCharsets.UTF_8).length;
      read(line).ifPresent(journal::remember);
    }
    journal.channel.truncate(end).position(end);
    return journal;
  }

  private void remember(Entry entry) {
    switch (entry.event()) {
      case "done" -> done.put(entry.key(), entry.order());
      case "member" -> members.put(entry.key(), entry.memberId());
      default -> {
        // An invoke says only that it was tried; the key at the gateway knows the rest.
      }
    }
  }

  private static Optional<Entry> read(String line) {
    try {
      return Optional.of(Json.LENIENT.readValue(line, Entry.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The order that was seen to its end under this key, in this run or an earlier one. */
  Optional<PlacedOrder> outcome(String key) {
    return Optional.ofNullable(done.get(key));
  }

  /** Must return before the request leaves. */
  void invoke(String key) throws IOException {
    append(new Entry("invoke", key, null, null));
  }

  void done(String key, PlacedOrder order) throws IOException {
    append(new Entry("done", key, order, null));
    done.put(key, order);
  }

  /** The member that a customer of the file became, if that is known. */
  Optional<String> memberId(String customer) {
    return Optional.ofNullable(members.get(customer));
  }

  void member(String customer, String memberId) throws IOException {
    append(new Entry("member", customer, null, memberId));
    members.put(customer, memberId);
  }

  private synchronized void append(Entry entry) throws IOException {
    ByteBuffer line =
        ByteBuffer.wrap((Json.encodeToString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      channel.write(line);
    }
  }

  @Override
  public void close() throws IOException {
    channel.force(true);
    channel.close();
  }
}
