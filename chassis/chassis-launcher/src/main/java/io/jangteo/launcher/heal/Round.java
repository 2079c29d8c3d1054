package io.jangteo.launcher.heal;

import java.util.Set;

/**
 * What came of asking all other nodes once.
 *
 * @param asked how many there are
 * @param answered how many answered in time
 * @param listing how many of those count this node as a member
 * @param heard how many have asked this node lately, answered in time or not
 * @param complaining how many of those that answered say that they cannot reach this node, and have
 *     indeed not been heard
 * @param missed how many say so of this node or one of its instances, heard or not
 * @param missing addresses at which the registry does not know this node, of the last time it
 *     answered
 * @param apart whether this node is on the smaller side and reaches most of the other all the same
 */
record Round(
    int asked,
    int answered,
    int listing,
    int heard,
    int complaining,
    int missed,
    Set<String> missing,
    boolean apart) {

  /** Whether nothing at all is amiss. */
  boolean isClean() {
    return answered == asked && listing == asked && missed == 0 && missing.isEmpty() && !apart;
  }

  /** Whether most others hear this node and count it in; true when there are no others. */
  boolean isJoined() {
    return asked == 0 || listing * 2 > asked;
  }

  /**
   * What is wrong with this node rather than with others; null for nothing. A node that is only
   * slow is not to blame: it is heard, or hears. One of two cannot tell who of them is silent.
   */
  Blame blame() {
    if (!missing.isEmpty()) {
      return Blame.UNREGISTERED;
    }
    if (complaining > 0 && complaining * 2 >= answered) {
      return Blame.UNREACHABLE;
    }
    if (answered > 0 && listing * 2 < answered) {
      return Blame.UNLISTED;
    }
    if (apart) {
      return Blame.APART;
    }
    return asked >= 2 && answered * 2 < asked && heard * 2 < asked ? Blame.CUT_OFF : null;
  }

  /** What can be wrong with a node. */
  enum Blame {
    UNREGISTERED("the cluster does not know all of its addresses"),
    UNREACHABLE("others list it and cannot reach it"),
    UNLISTED("others do not list it"),
    APART("it is on its own though it reaches the others"),
    CUT_OFF("it neither reaches nor hears most nodes that it lists");

    private final String text;

    Blame(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
