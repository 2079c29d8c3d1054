package io.jangteo.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;

/** The arrows of ARCHITECTURE.md, held against the code. */
@AnalyzeClasses(packages = "io.jangteo", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final List<String> SERVICES =
      List.of("member", "catalog", "inventory", "order", "payment", "sandbox", "shipping");
  private static final String[] CHASSIS = {
    "io.jangteo.runtime..",
    "io.jangteo.bus..",
    "io.jangteo.persistence..",
    "io.jangteo.events..",
    "io.jangteo.service..",
    "io.jangteo.launcher..",
    "io.jangteo.embedded..",
    "io.jangteo.testing.."
  };
  private static final String[] BUSINESS = {
    "io.jangteo.member..",
    "io.jangteo.catalog..",
    "io.jangteo.inventory..",
    "io.jangteo.order..",
    "io.jangteo.payment..",
    "io.jangteo.sandbox..",
    "io.jangteo.shipping..",
    "io.jangteo.gateway..",
    "io.jangteo.marketplace..",
    "io.jangteo.cli.."
  };

  @ArchTest
  static final ArchRule CONTRACTS_DEPEND_ON_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAPackage("io.jangteo.contracts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CHASSIS)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(BUSINESS)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule THE_CHASSIS_KNOWS_NO_BUSINESS =
      noClasses()
          .that()
          .resideInAnyPackage(CHASSIS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BUSINESS)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("io.jangteo.contracts.*..");

  @ArchTest
  static final ArchRule CLUSTER_CONFIG_DEPENDS_ON_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAPackage("io.jangteo.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CHASSIS)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(BUSINESS);

  @ArchTest
  static final ArchRule THE_GATEWAY_NAMES_NO_SERVICE =
      noClasses()
          .that()
          .resideInAPackage("io.jangteo.gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.jangteo.contracts..",
              "io.jangteo.persistence..",
              "io.jangteo.member..",
              "io.jangteo.catalog..",
              "io.jangteo.inventory..",
              "io.jangteo.order..",
              "io.jangteo.payment..",
              "io.jangteo.sandbox..",
              "io.jangteo.shipping..");

  @ArchTest
  static final ArchRule SERVICES_DO_NOT_KNOW_EACH_OTHER =
      classes()
          .that()
          .resideInAnyPackage(
              SERVICES.stream().map(name -> "io.jangteo." + name + "..").toArray(String[]::new))
          .should(dependOnNoOtherService());

  @ArchTest
  static final ArchRule DOMAIN_IS_PURE =
      noClasses()
          .that()
          .resideInAPackage("io.jangteo.*.domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "com.rabbitmq..",
              "com.hazelcast..",
              "java.sql..",
              "io.jangteo.bus..",
              "io.jangteo.persistence..",
              "io.jangteo.events..")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule DOMAIN_KNOWS_NOTHING_AROUND_IT =
      noClasses()
          .that()
          .resideInAPackage("io.jangteo.*.domain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.jangteo.*.application..",
              "io.jangteo.*.api..",
              "io.jangteo.*.persistence..",
              "io.jangteo.*.events..");

  @ArchTest
  static final ArchRule VERTICLES_EXTEND_VERTICLE_BASE_AND_NOTHING_BETWEEN =
      classes()
          .that()
          .areAssignableTo(VerticleBase.class)
          .should()
          .notBeAssignableTo(AbstractVerticle.class)
          .andShould()
          .haveSimpleNameEndingWith("Verticle")
          .andShould(extendDirectly(VerticleBase.class));

  /** Where something that calls back is turned into a future; anywhere else it is plumbing. */
  @ArchTest
  static final ArchRule PROMISES_ARE_MADE_ONLY_WHERE_SOMETHING_CALLS_BACK =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.jangteo.events..", "io.jangteo.gateway..")
          .and()
          .doNotHaveFullyQualifiedName("io.jangteo.payment.provider.BoundedBody")
          .and()
          .doNotHaveFullyQualifiedName("io.jangteo.order.application.OrderWaiters")
          .should()
          .callMethod(Promise.class, "promise");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .should()
          .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Common)$")
          .orShould()
          .resideInAnyPackage("..common..", "..util..", "..helper..", "..impl..");

  /** While one member is frozen the cluster's maps answer nobody. */
  @ArchTest
  static final ArchRule NO_REQUEST_ASKS_THE_CLUSTER_ANYTHING =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.jangteo.bus.discovery..", "io.jangteo.gateway.cluster..", "io.jangteo.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx.servicediscovery..", "io.vertx.core.shareddata..", "com.hazelcast..");

  @ArchTest
  static final ArchRule NO_FUTURE_IS_WAITED_FOR_IN_SERVICES =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.jangteo.testing..",
              "io.jangteo.marketplace..",
              "io.jangteo.cli..",
              "io.jangteo.embedded..")
          .and()
          // Has a thread of its own for the end of everything that could complete a future.
          .doNotHaveFullyQualifiedName("io.jangteo.launcher.Launch")
          .should()
          .callMethod(java.util.concurrent.CompletableFuture.class, "join")
          .orShould()
          .callMethod(java.util.concurrent.CompletableFuture.class, "get")
          .orShould()
          .callMethod(io.vertx.core.Future.class, "await")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule NO_CYCLES_BETWEEN_PACKAGES_OF_A_SERVICE =
      slices().matching("io.jangteo.order.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CYCLES_BETWEEN_MODULES =
      slices().matching("io.jangteo.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_PUBLIC_MUTABLE_STATICS =
      com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields()
          .that()
          .areStatic()
          .and()
          .arePublic()
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule NOTHING_SYNCHRONIZES_ON_AN_EVENT_LOOP =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage("io.jangteo.*.api..", "io.jangteo.*.application..")
          .should()
          .haveModifier(JavaModifier.SYNCHRONIZED);

  private static ArchCondition<JavaClass> dependOnNoOtherService() {
    return new ArchCondition<>("depend on no other service") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String own = service(type);
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> SERVICES.contains(service(dependency.getTargetClass())))
            .filter(dependency -> !service(dependency.getTargetClass()).equals(own))
            .forEach(
                dependency ->
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription())));
      }
    };
  }

  private static String service(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.");
    return parts.length > 2 && parts[1].equals("jangteo") ? parts[2] : "";
  }

  private static ArchCondition<JavaClass> extendDirectly(Class<?> parent) {
    return new ArchCondition<>("extend " + parent.getSimpleName() + " directly") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean direct = type.getRawSuperclass().map(up -> up.isEquivalentTo(parent)).orElse(false);
        if (!direct) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " does not"));
        }
      }
    };
  }
}
