package io.murmuration.agent.site;

/** What a site says about itself. */
public sealed interface Verdict {
  Verdict UP = new Up();

  record Up() implements Verdict {}

  /**
   * @param why in words for an operator
   */
  record Down(String why) implements Verdict {}

  /** Not found out. */
  record Unknown(String why) implements Verdict {}
}
