package io.jangteo.payment.application;

import io.jangteo.contracts.Money;
import io.jangteo.payment.application.PaymentRecord.StepRecord;
import io.jangteo.payment.application.Progress.NumberedReply;
import io.jangteo.payment.domain.Decision;
import io.jangteo.payment.domain.Effect;
import io.jangteo.payment.domain.Effect.Answer;
import io.jangteo.payment.domain.Effect.AnswerWaiting;
import io.jangteo.payment.domain.Effect.Await;
import io.jangteo.payment.domain.Effect.Call;
import io.jangteo.payment.domain.Effect.Hasten;
import io.jangteo.payment.domain.Effect.Post;
import io.jangteo.payment.domain.LedgerEntry;
import io.jangteo.payment.domain.Reply;
import io.jangteo.payment.domain.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Turns the effects of a decision into what is to be written. */
final class ProgressBuilder {
  private static final StepRecord UNSEEN = new StepRecord(CallState.WAITING, null, List.of());

  private final PaymentRecord before;
  private final Map<Step, StepRecord> steps = new EnumMap<>(Step.class);
  private final Set<Step> changed = EnumSet.noneOf(Step.class);
  private final Set<Step> hastened = EnumSet.noneOf(Step.class);
  private final List<LedgerEntry> entries = new ArrayList<>();
  private final List<NumberedReply> replies = new ArrayList<>();
  private UUID commandId;
  private long version;

  ProgressBuilder(PaymentRecord before) {
    this.before = before;
    this.version = before.version();
    steps.putAll(before.steps());
  }

  ProgressBuilder command(UUID id) {
    commandId = id;
    return this;
  }

  ProgressBuilder done(Step step) {
    StepRecord record = step(step);
    change(step, CallState.DONE, record.amount(), record.commands());
    return this;
  }

  Progress apply(Decision decision) {
    decision.effects().forEach(this::apply);
    return new Progress(
        new PaymentRecord(before.orderId(), decision.next(), version, steps),
        changed,
        hastened,
        entries,
        replies);
  }

  private void apply(Effect effect) {
    if (effect instanceof Await await) {
      await(await.step());
    } else if (effect instanceof Call call) {
      change(call.step(), CallState.PENDING, call.amount(), step(call.step()).commands());
      hastened.add(call.step());
    } else if (effect instanceof Hasten hasten) {
      hastened.add(hasten.step());
      changed.add(hasten.step());
    } else if (effect instanceof Answer answer) {
      reply(commandId, answer.reply());
    } else if (effect instanceof AnswerWaiting answer) {
      answerWaiting(answer.step(), answer.reply());
    } else if (effect instanceof Post post) {
      entries.add(post.entry());
    }
  }

  private void await(Step step) {
    StepRecord record = step(step);
    List<UUID> commands = new ArrayList<>(record.commands());
    if (!commands.contains(commandId)) {
      commands.add(commandId);
    }
    change(step, record.state(), record.amount(), commands);
  }

  private void answerWaiting(Step step, Reply reply) {
    StepRecord record = step(step);
    if (record.commands().isEmpty()) {
      return;
    }
    record.commands().forEach(id -> reply(id, reply));
    // A step that others asked for and that was never called has found its end with this.
    CallState state = record.state() == CallState.WAITING ? CallState.DONE : record.state();
    change(step, state, record.amount(), List.of());
  }

  private void reply(UUID command, Reply reply) {
    version++;
    replies.add(new NumberedReply(command, reply, version));
  }

  private StepRecord step(Step step) {
    return steps.getOrDefault(step, UNSEEN);
  }

  private void change(Step step, CallState state, Money amount, List<UUID> commands) {
    steps.put(step, new StepRecord(state, amount, commands));
    changed.add(step);
  }
}
