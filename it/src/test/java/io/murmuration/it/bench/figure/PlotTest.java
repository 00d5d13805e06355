package io.murmuration.it.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.it.bench.figure.Panel.Line;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PlotTest {
  private static final Line OURS =
      new Line("ours", List.of(new Point(1_000, 120), new Point(10_000, 1_310)));
  private static final Line FLOOR =
      new Line("floor", List.of(new Point(1_000, 70), new Point(10_000, 0)));

  @Test
  void everyLineIsNamedAndEveryPointLiesInsideOfItsPanel() throws Exception {
    var svg = Plot.svg("a < b", List.of(panel(true), panel(false), panel(true)));
    var document = parse(svg);

    assertThat(texts(document)).contains("a < b", "title & all", "ours", "floor", "10k");
    var circles = document.getElementsByTagName("circle");
    assertThat(circles.getLength()).isEqualTo(3 + 4 + 3); // 0 has no logarithm
    for (int i = 0; i < circles.getLength(); i++) {
      var circle = (Element) circles.item(i);
      assertThat(Double.parseDouble(circle.getAttribute("cx"))).isBetween(62.0, 424.0);
      assertThat(Double.parseDouble(circle.getAttribute("cy"))).isBetween(58.0, 256.0);
    }
  }

  @Test
  void coloursFollowTheReadersScheme() {
    assertThat(Plot.svg("t", List.of(panel(false)))).contains("prefers-color-scheme: dark");
  }

  @Test
  void nothingMeasuredIsAnEmptyPanel() throws Exception {
    var empty = new Panel("none", "x", "y", false, List.of(new Line("ours", List.of())));

    assertThat(parse(Plot.svg("t", List.of(empty))).getElementsByTagName("circle").getLength())
        .isZero();
  }

  @Test
  void logarithmicAxisHasTicksOfOneTwoFive() {
    assertThat(Axis.of(List.of(70.0, 1_310.0), true).ticks())
        .containsExactly(50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0);
    assertThat(Axis.of(List.of(3.0, 9.0), false).ticks())
        .containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
  }

  private static Panel panel(boolean logarithmic) {
    return new Panel("title & all", "subclouds", "ms", logarithmic, List.of(OURS, FLOOR));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document document) {
    var found = new ArrayList<String>();
    var nodes = document.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add(nodes.item(i).getTextContent());
    }
    return found;
  }
}
