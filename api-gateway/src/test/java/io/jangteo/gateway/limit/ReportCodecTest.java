package io.jangteo.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class ReportCodecTest {
  @Property(tries = 200)
  void whatIsWrittenIsRead(
      @ForAll @StringLength(max = 300) @CharRange(to = '\ud7ff') String who,
      @ForAll long interval,
      @ForAll int charge,
      @ForAll boolean scarce) {
    Limit limit = new Limit("order.placeOrder.subject", interval, 7, "", "", "");
    Report report = new Report(new LimitKey(limit.name(), who), limit, charge, 3);
    Grant grant = new Grant(scarce, charge, interval);

    List<Report> reports = List.of(report, report);
    assertThat(ReportCodec.reports(ReportCodec.reports(reports))).isEqualTo(reports);
    assertThat(ReportCodec.grants(ReportCodec.grants(List.of(grant, grant))))
        .containsExactly(grant, grant);
  }

  @Example
  void bytesThatAreNoReportsAreRefused() {
    for (Buffer bytes :
        List.of(
            Buffer.buffer(),
            Buffer.buffer().appendInt(-1),
            Buffer.buffer().appendInt(Integer.MAX_VALUE),
            Buffer.buffer().appendInt(1).appendShort((short) 9))) {
      assertThatThrownBy(() -> ReportCodec.reports(bytes)).isInstanceOf(RuntimeException.class);
    }
  }
}
