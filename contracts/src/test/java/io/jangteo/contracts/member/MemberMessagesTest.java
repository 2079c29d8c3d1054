package io.jangteo.contracts.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.contracts.MessageSchemas;
import io.jangteo.contracts.MessageType;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemberMessagesTest {
  @Test
  void registeredIsAsPublished() {
    MessageSchemas.assertPinned(
        MemberMessages.REGISTERED,
        new MemberRegistered(UUID.fromString("0191e5a0-0000-7000-8000-000000000001")));
  }

  @Test
  void namesOnTheWireStay() {
    assertThat(MemberMessages.EVENTS)
        .extracting(MessageType::name)
        .containsExactly("member.registered.v1");
    assertThat(MemberMessages.REGISTERED.exchange()).isEqualTo("jangteo.member.events");
  }
}
