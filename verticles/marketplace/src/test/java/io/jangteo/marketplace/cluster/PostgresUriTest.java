package io.jangteo.marketplace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresUriTest {
  @Test
  void everyPartIsRead() {
    PostgresUri uri = PostgresUri.parse("postgresql://admin:p%40ss+1@db.example:5433/first");

    assertThat(uri.database()).isEqualTo("first");
    assertThat(uri.administrator().host()).isEqualTo("db.example");
    assertThat(uri.administrator().port()).isEqualTo(5433);
    assertThat(uri.administrator().user()).isEqualTo("admin");
    assertThat(uri.administrator().password().value()).isEqualTo("p@ss+1");
  }

  @Test
  void portAndDatabaseHaveDefaults() {
    PostgresUri uri = PostgresUri.parse("postgres://admin:secret@localhost");

    assertThat(uri.administrator().port()).isEqualTo(5432);
    assertThat(uri.database()).isEqualTo("postgres");
  }

  @Test
  void whatIsNoSuchAddressIsRefusedWithoutRepeatingIt() {
    for (String wrong :
        new String[] {
          "mysql://a:hidden@localhost",
          "postgresql://localhost/x",
          "postgresql://a@localhost",
          "postgresql://a:hidden bad@localhost",
          "hidden"
        }) {
      assertThatThrownBy(() -> PostgresUri.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("postgresql://user:password@host:port/database")
          .hasMessageNotContaining("hidden");
    }
  }
}
