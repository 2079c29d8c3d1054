package io.jangteo.member.api;

import io.jangteo.member.domain.Role;
import io.jangteo.runtime.failure.FieldChecks;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The body of {@code createApiKey}. */
record ApiKeyRequest(
    String name, List<String> roles, List<String> operations, Integer expiresInDays) {
  private static final Pattern OPERATION = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{0,127}");
  private static final int OPERATIONS_MAX = 100;
  private static final int DAYS_MAX = 3650;
  private static final Set<String> ROLES =
      Arrays.stream(Role.values()).map(Role::wireName).collect(Collectors.toUnmodifiableSet());

  ApiKeyRequest {
    operations = Objects.requireNonNullElse(operations, List.of());
    new FieldChecks()
        .text("/name", name, 1, 100)
        .size("/roles", roles, 1, ROLES.size())
        .that(areKnown(roles), "/roles", "must be known roles")
        .size("/operations", operations, 0, OPERATIONS_MAX)
        .that(
            operations.stream().allMatch(o -> o != null && OPERATION.matcher(o).matches()),
            "/operations",
            "must be operationIds")
        .range("/expiresInDays", expiresInDays == null ? 1 : expiresInDays, 1, DAYS_MAX)
        .throwIfAny();
  }

  private static boolean areKnown(List<String> roles) {
    return roles == null || roles.stream().allMatch(role -> role != null && ROLES.contains(role));
  }

  Set<Role> wantedRoles() {
    return roles.stream().map(Role::ofWireName).collect(Collectors.toUnmodifiableSet());
  }
}
