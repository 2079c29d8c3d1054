package io.jangteo.marketplace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.marketplace.certificates.CertificateFolder;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterEnvironmentTest {
  private static final ClusterSettings EMBEDDED =
      new ClusterSettings(
          "jangteo-1", 20_000, 21_001, 21_002, 21_003, 8_080, null, null, "amqp://u:p@h:1/v", null);

  @TempDir private Path folder;
  private Credentials credentials;

  @BeforeEach
  void create() throws IOException {
    Home home = new Home(folder.resolve("home"));
    home.create();
    credentials = Credentials.loadOrCreate(home, ServiceKind.databases());
  }

  @Test
  void aServiceIsToldOfItsOwnDatabaseAndNoOther() {
    Map<String, String> variables = variables(EMBEDDED, ServiceKind.ORDER, 1);

    assertThat(variables)
        .containsEntry("ORDER_DB_PORT", "21001")
        .containsEntry("ORDER_DB_PASSWORD", credentials.databases().get("order"))
        .containsEntry("RABBITMQ_KIND", "qpid")
        .containsEntry("CLUSTER_NAME", "jangteo-1")
        .containsEntry("MANAGEMENT_PORT", "0");
    assertThat(variables.keySet()).noneMatch(name -> name.startsWith("PAYMENT_"));
    assertThat(variables.keySet()).noneMatch(name -> name.startsWith("MEMBER_"));
  }

  @Test
  void paymentFindsTheSandboxWhereItListens() {
    assertThat(variables(EMBEDDED, ServiceKind.PAYMENT, 1))
        .containsEntry("PAYMENT_PROVIDER_BASE_URL", "http://127.0.0.1:21003");
    assertThat(variables(EMBEDDED, ServiceKind.PAYMENT_SANDBOX, 1))
        .containsEntry("SANDBOX_HTTP_PORT", "21003")
        .containsEntry("SANDBOX_DB_NAME", "sandbox_db");
  }

  @Test
  void gatewaysTakePortsInARowAndNoSecretsButTheBrokers() {
    Map<String, String> variables = variables(EMBEDDED, ServiceKind.GATEWAY, 3);

    assertThat(variables).containsEntry("GATEWAY_PORT", "8082");
    assertThat(variables).containsEntry("RABBITMQ_URI", "amqp://u:p@h:1/v");
    assertThat(variables.keySet()).noneMatch(name -> name.contains("PASSWORD"));
    assertThat(variables.keySet()).noneMatch(name -> name.contains("_DB_"));
  }

  @Test
  void serversOfOnesOwnAreNamedInPlaceOfOurs() {
    ClusterSettings external =
        new ClusterSettings(
            "x",
            20_000,
            1,
            2,
            3,
            8_080,
            "amqp://r",
            "postgresql://a:b@db:5499/x",
            "amqp://r",
            null);

    assertThat(variables(external, ServiceKind.MEMBER, 1))
        .containsEntry("MEMBER_DB_HOST", "db")
        .containsEntry("MEMBER_DB_PORT", "5499")
        .containsEntry("MEMBER_DB_USER", "member_app")
        .containsEntry("RABBITMQ_KIND", "rabbitmq")
        .containsEntry("RABBITMQ_URI", "amqp://r");
  }

  @Test
  void everyNodeIsToldOfTheCertificatesAndTheServersAreNot() {
    CertificateFolder certificates = new CertificateFolder(folder.resolve("certificates"));
    ClusterSettings secured = EMBEDDED.withCertificates(certificates);

    for (ServiceKind kind : ServiceKind.values()) {
      Map<String, String> variables = variables(secured, kind, 1);
      if (kind == ServiceKind.INFRASTRUCTURE) {
        assertThat(variables.keySet()).noneMatch(name -> name.startsWith("CLUSTER_"));
      } else {
        assertThat(variables)
            .containsEntry("CLUSTER_TLS_CERTIFICATE", certificates.certificate("node").toString())
            .containsEntry("CLUSTER_TLS_KEY", certificates.key("node").toString())
            .containsEntry("CLUSTER_TLS_AUTHORITY", certificates.authority().toString());
      }
    }
    assertThat(variables(EMBEDDED, ServiceKind.ORDER, 1).keySet())
        .noneMatch(name -> name.startsWith("CLUSTER_TLS"));
  }

  private Map<String, String> variables(ClusterSettings settings, ServiceKind kind, int number) {
    return new ClusterEnvironment(settings, credentials)
        .of(new Instance(kind, number), folder.resolve("report.json"));
  }
}
