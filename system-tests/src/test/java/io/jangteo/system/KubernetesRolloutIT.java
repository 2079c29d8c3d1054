package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jangteo.launcher.ProcessSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests start, probe, bound, replace and scale processes as these need it. */
class KubernetesRolloutIT {
  private static final int GRACE_LEAST = 41;

  private static Map<String, KubernetesOverlay> overlays;

  @BeforeAll
  static void render(@TempDir Path folder) throws Exception {
    overlays = KubernetesOverlay.all(folder);
  }

  static Stream<String> names() {
    return KubernetesOverlay.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPodIsProbedBoundedAndWithoutPrivileges(String name) {
    overlays
        .get(name)
        .manifests()
        .pods()
        .forEach(
            (pod, template) -> {
              PodSpec spec = template.getSpec();
              assertThat(spec.getContainers()).as(pod).hasSize(1);
              Container container = spec.getContainers().get(0);
              assertThat(
                      List.of(
                          container.getStartupProbe(),
                          container.getLivenessProbe(),
                          container.getReadinessProbe()))
                  .as(pod)
                  .doesNotContainNull();
              Quantity limit = container.getResources().getLimits().get("memory");
              assertThat(container.getResources().getRequests())
                  .as(pod)
                  .containsEntry("memory", limit)
                  .containsKey("cpu");
              requireNoPrivileges(pod, spec, container);
            });
  }

  private static void requireNoPrivileges(String pod, PodSpec spec, Container container) {
    assertThat(spec.getAutomountServiceAccountToken()).as(pod).isFalse();
    assertThat(spec.getEnableServiceLinks()).as(pod).isFalse();
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(pod).isTrue();
    assertThat(spec.getSecurityContext().getRunAsUser()).as(pod).isPositive();
    assertThat(spec.getSecurityContext().getSeccompProfile().getType())
        .as(pod)
        .isEqualTo("RuntimeDefault");
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).as(pod).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop())
        .as(pod)
        .containsExactly("ALL");
  }

  @ParameterizedTest
  @MethodSource("names")
  void processesAreAskedAtTheirManagementPort(String name) {
    overlays
        .get(name)
        .deployments()
        .values()
        .forEach(
            made -> {
              requireAsked(only(made).getStartupProbe(), "/live");
              requireAsked(only(made).getLivenessProbe(), "/live");
              requireAsked(only(made).getReadinessProbe(), "/ready");
              assertThat(only(made).getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
              PodSpec spec = made.getSpec().getTemplate().getSpec();
              assertThat(spec.getSecurityContext().getRunAsUser())
                  .as("the user of the Dockerfile")
                  .isEqualTo(10001L);
            });
  }

  private static void requireAsked(Probe probe, String path) {
    assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aRolloutTakesOneNodeAtATimeAndWaitsForItsEnd(String name) {
    KubernetesOverlay overlay = overlays.get(name);
    overlay
        .deployments()
        .forEach(
            (service, made) -> {
              var rolling = made.getSpec().getStrategy().getRollingUpdate();
              assertThat(rolling.getMaxUnavailable().getIntVal()).isZero();
              assertThat(rolling.getMaxSurge().getIntVal()).isEqualTo(1);
              assertThat(made.getSpec().getMinReadySeconds()).isPositive();

              long before = pause(only(made));
              assertThat(before > 0)
                  .as(service + " waits only if a Service with an address leads to it")
                  .isEqualTo(isBalanced(overlay.manifests(), service));
              long stop =
                  overlay
                      .settings(service, "process", ProcessSettings.class)
                      .stopTimeout()
                      .toSeconds();
              PodSpec spec = made.getSpec().getTemplate().getSpec();
              assertThat(spec.getTerminationGracePeriodSeconds())
                  .isGreaterThan(before + stop)
                  .isGreaterThanOrEqualTo(GRACE_LEAST);
              assertThat(spec.getTopologySpreadConstraints())
                  .allMatch(each -> each.getMatchLabelKeys().contains("app.kubernetes.io/name"))
                  .extracting(each -> each.getTopologyKey())
                  .containsExactlyInAnyOrder(
                      "kubernetes.io/hostname", "topology.kubernetes.io/zone");
            });
  }

  private static long pause(Container container) {
    return container.getLifecycle() == null
        ? 0
        : container.getLifecycle().getPreStop().getSleep().getSeconds();
  }

  private static boolean isBalanced(Manifests manifests, String pod) {
    return manifests.all(Service.class).values().stream()
        .filter(service -> !"None".equals(service.getSpec().getClusterIP()))
        .anyMatch(service -> manifests.selected(service.getSpec().getSelector()).contains(pod));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aDrainedMachineTakesOneNodeOfTheClusterAtATime(String name) {
    Manifests manifests = overlays.get(name).manifests();
    for (String service : overlays.get(name).deployments().keySet()) {
      // A pod that two budgets select cannot be evicted at all.
      assertThat(manifests.all(PodDisruptionBudget.class).values())
          .filteredOn(
              budget ->
                  manifests
                      .selected(budget.getSpec().getSelector().getMatchLabels())
                      .contains(service))
          .as(service)
          .singleElement()
          .satisfies(
              budget -> assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void inProductionThereAreTwoOfEach(String name) {
    KubernetesOverlay overlay = overlays.get(name);
    Map<String, Integer> least = new HashMap<>();
    overlay.deployments().forEach((service, made) -> least.put(service, replicas(made)));
    overlay
        .manifests()
        .all(HorizontalPodAutoscaler.class)
        .values()
        .forEach(
            scaler -> {
              String target = scaler.getSpec().getScaleTargetRef().getName();
              assertThat(overlay.deployments()).containsKey(target);
              assertThat(overlay.deployments().get(target).getSpec().getReplicas())
                  .as(target + ": every apply would undo what the autoscaler did")
                  .isNull();
              assertThat(scaler.getSpec().getMaxReplicas()).isBetween(3, 8);
              least.put(target, scaler.getSpec().getMinReplicas());
            });
    assertThat(least.values()).containsOnly(name.startsWith("production") ? 2 : 1);
  }

  private static int replicas(Deployment deployment) {
    Integer given = deployment.getSpec().getReplicas();
    return given == null ? 1 : given;
  }

  private static Container only(Deployment deployment) {
    return KubernetesOverlay.container(deployment);
  }
}
