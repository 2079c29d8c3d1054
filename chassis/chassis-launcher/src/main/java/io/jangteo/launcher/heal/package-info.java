/**
 * Whether the cluster can reach this node, and what the node does about it when not: it says so,
 * registers everything anew, and at last starts again.
 */
package io.jangteo.launcher.heal;
