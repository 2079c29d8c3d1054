package io.jangteo.contracts.member;

import io.jangteo.contracts.MessageType;
import java.util.List;

/** Durable messages of the member service. */
public final class MemberMessages {
  public static final MessageType<MemberRegistered> REGISTERED =
      MessageType.event("member", "member.registered.v1", MemberRegistered.class);

  /** Every event of this service. */
  public static final List<MessageType<?>> EVENTS = List.of(REGISTERED);

  private MemberMessages() {}
}
