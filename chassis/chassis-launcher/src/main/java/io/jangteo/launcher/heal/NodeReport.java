package io.jangteo.launcher.heal;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The cluster as one node sees it.
 *
 * @param node its id
 * @param members it knows, itself included
 * @param lost nodes that went without a word and may be on the other side of a partition
 * @param addresses it has registered
 * @param missing those of them that the registry does not know
 * @param unreached addresses of others that did not answer twice in a row
 * @param peers each other node
 * @param blame what is wrong with this node; empty for nothing
 * @param rounds how often it has asked all others
 * @param starts how often it has started in this process
 */
public record NodeReport(
    String node,
    int members,
    Collection<String> lost,
    Set<String> addresses,
    Set<String> missing,
    Set<String> unreached,
    List<PeerReport> peers,
    String blame,
    long rounds,
    int starts) {

  /**
   * @param failures how many rounds in a row something of it did not answer
   */
  public record PeerReport(String node, int failures) {}
}
