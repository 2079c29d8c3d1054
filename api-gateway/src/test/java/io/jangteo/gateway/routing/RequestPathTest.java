package io.jangteo.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
  @Test
  void segmentsAreDecodedAfterSplitting() {
    assertThat(RequestPath.segments("/")).isEmpty();
    assertThat(RequestPath.segments("/products/85123A")).containsExactly("products", "85123A");
    assertThat(RequestPath.segments("/products/BANK%20CHARGES"))
        .containsExactly("products", "BANK CHARGES");
    assertThat(RequestPath.segments("/p/%EC%9E%A5%ED%84%B0")).containsExactly("p", "장터");
    assertThat(RequestPath.segments("/a+b")).containsExactly("a+b");
    assertThat(RequestPath.segments("/.well-known/x")).containsExactly(".well-known", "x");
    assertThat(RequestPath.segments("/a/")).containsExactly("a", "");
    assertThat(RequestPath.segments("/%2525")).containsExactly("%25");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "//",
        "/a//b",
        "/.",
        "/a/..",
        "/a/./b",
        "/%2e%2E/b",
        "/%2f",
        "/%5C",
        "/%00",
        "/%7f",
        "/%1",
        "/%",
        "/%g0",
        "/a%",
        "/%C0%AF",
        "/%ED%A0%80",
        "/%FF",
        "/a;b",
        "/a\\b",
        "/a\"",
        "/a b",
        "/\u00e9",
        "/a#b",
        "/a\tb",
        "/%0d%0a",
        "/%-1",
        "/%+1"
      })
  void whatCouldBeReadInTwoWaysIsRefused(String raw) {
    assertThatThrownBy(() -> RequestPath.segments(raw))
        .asInstanceOf(InstanceOfAssertFactories.type(ServiceFailure.class))
        .extracting(ServiceFailure::code)
        .isEqualTo(FailureCode.INVALID_REQUEST);
  }

  @Test
  void lengthAndDepthAreBounded() {
    assertThatThrownBy(() -> RequestPath.segments("/" + "a".repeat(4096)))
        .hasMessageContaining("long");
    assertThatThrownBy(() -> RequestPath.segments("/a".repeat(17)))
        .asInstanceOf(InstanceOfAssertFactories.type(ServiceFailure.class))
        .extracting(ServiceFailure::code)
        .isEqualTo(FailureCode.NOT_FOUND);
  }

  @Test
  void aQueryIsParsedStrictly() {
    assertThat(QueryString.parse(null)).isEmpty();
    assertThat(QueryString.parse("a=1&b=x+y%2B&c&&d="))
        .containsEntry("a", "1")
        .containsEntry("b", "x y+")
        .containsEntry("c", "")
        .containsEntry("d", "")
        .hasSize(4);
    assertThatThrownBy(() -> QueryString.parse("a=1&%61=2")).hasMessageContaining("query.a");
    assertThatThrownBy(() -> QueryString.parse("a=%00")).isInstanceOf(ServiceFailure.class);
    assertThatThrownBy(() -> QueryString.parse("a=\u00e9")).isInstanceOf(ServiceFailure.class);
  }
}
