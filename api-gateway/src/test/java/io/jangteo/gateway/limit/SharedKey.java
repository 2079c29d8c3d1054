package io.jangteo.gateway.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/** One key shared by gateways in simulated time, in steps of a millisecond. */
final class SharedKey {
  private static final long MILLI = 1_000_000;
  private static final int SWEEP = 10;
  private static final int PATIENCE = 200;
  private static final LimitKey KEY = new LimitKey("x", "client");

  private record Message(int at, int gateway, Runnable effect) {}

  private final Limit limit;
  private final int delay;
  private final Random random;
  private final LimitLedger ledger = new LimitLedger(10);
  private final List<LimitCell> cells;
  private final PriorityQueue<Message> messages =
      new PriorityQueue<>((one, other) -> Integer.compare(one.at(), other.at()));
  private int only = -1;
  private boolean keeperAnswers = true;
  private int refused;

  SharedKey(Limit limit, int gateways, int delay, long seed) {
    this.limit = limit;
    this.delay = delay;
    this.random = new Random(seed);
    this.cells = IntStream.range(0, gateways).mapToObj(i -> new LimitCell(KEY, limit, 0)).toList();
  }

  SharedKey onlyThrough(int gateway) {
    only = gateway;
    return this;
  }

  SharedKey withoutKeeper() {
    keeperAnswers = false;
    return this;
  }

  int refused() {
    return refused;
  }

  /** How many were accepted in each second of so many, with so many asked for in each. */
  List<Integer> run(int seconds, int perSecond) {
    List<Integer> accepted = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      int count = 0;
      for (int milli = 0; milli < 1000; milli++) {
        count += step(second * 1000 + milli, perSecond);
      }
      accepted.add(count);
    }
    return accepted;
  }

  private int step(int milli, int perSecond) {
    while (!messages.isEmpty() && messages.peek().at() <= milli) {
      messages.poll().effect().run();
    }
    int accepted = 0;
    for (int due = arrivals(milli, perSecond); due > 0; due--) {
      LimitCell cell = cells.get(only >= 0 ? only : random.nextInt(cells.size()));
      boolean served = cell.take(limit, milli * MILLI, cells.size()) >= 0;
      cell.list();
      accepted += served ? 1 : 0;
      refused += served ? 0 : 1;
    }
    for (int i = 0; i < cells.size(); i++) {
      if (milli % SWEEP == i) {
        sweep(cells.get(i), milli, i);
      }
    }
    return accepted;
  }

  private int arrivals(int milli, int perSecond) {
    return (int) ((milli + 1L) * perSecond / 1000 - (long) milli * perSecond / 1000);
  }

  private void sweep(LimitCell cell, int milli, int gateway) {
    if (!cell.isListed() || cell.unlist(milli * MILLI)) {
      return;
    }
    Report report = cell.report(milli * MILLI);
    if (report == null) {
      return;
    }
    if (!keeperAnswers) {
      int givenUp = milli + PATIENCE;
      messages.add(new Message(givenUp, gateway, () -> cell.release(givenUp * MILLI)));
      return;
    }
    int there = milli + random.nextInt(delay + 1);
    int back = there + random.nextInt(delay + 1);
    messages.add(
        new Message(
            there,
            gateway,
            () -> {
              Grant grant = ledger.settle(report, there * MILLI);
              messages.add(new Message(back, gateway, () -> cell.accept(grant, back * MILLI)));
            }));
  }
}
