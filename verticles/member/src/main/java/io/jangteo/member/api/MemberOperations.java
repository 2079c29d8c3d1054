package io.jangteo.member.api;

import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.member.application.ChangeProfile;
import io.jangteo.member.application.MemberStore;
import io.jangteo.member.application.RegisterMember;
import io.jangteo.member.domain.Email;
import io.jangteo.member.domain.Member;
import io.jangteo.member.domain.Role;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Accounts on the bus. */
public final class MemberOperations {
  private final RegisterMember registerMember;
  private final ChangeProfile changeProfile;
  private final MemberStore members;

  public MemberOperations(
      RegisterMember registerMember, ChangeProfile changeProfile, MemberStore members) {
    this.registerMember = registerMember;
    this.changeProfile = changeProfile;
    this.members = members;
  }

  /** Adds these operations to the service. */
  public void addTo(BusService.Builder service) {
    service
        .on("registerMember", this::register)
        .on("getOwnProfile", this::profile)
        .on("updateOwnProfile", this::update)
        .on("findMember", this::find);
  }

  private Future<BusReply> register(BusRequest request) {
    RegistrationRequest body = request.body(RegistrationRequest.class);
    return registerMember
        .register(
            Email.of(body.email()),
            body.name(),
            body.password(),
            Set.of(Role.CUSTOMER),
            request::remaining)
        .map(member -> BusReply.created("/members/me", ProfileView.of(member)));
  }

  private Future<BusReply> profile(BusRequest request) {
    return required(request.principal().sub()).map(member -> BusReply.ok(ProfileView.of(member)));
  }

  private Future<BusReply> update(BusRequest request) {
    UUID caller = request.principal().sub();
    ProfileUpdate body = request.body(ProfileUpdate.class);
    Future<Member> changed =
        body.password() == null
            ? changeProfile.rename(caller, body.name())
            : changeProfile.changePassword(
                caller,
                body.currentPassword(),
                body.password(),
                Optional.ofNullable(body.name()),
                request::remaining);
    return changed.map(member -> BusReply.ok(ProfileView.of(member)));
  }

  /** For other services: whether there is such a member. */
  private Future<BusReply> find(BusRequest request) {
    return required(request.pathId("memberId", "member"))
        .map(member -> BusReply.ok(Map.of("id", member.id())));
  }

  private Future<Member> required(UUID id) {
    return members
        .find(id)
        .map(found -> found.orElseThrow(() -> ServiceFailure.notFound("member")));
  }
}
