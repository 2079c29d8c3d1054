/** The verbs of a market of many processes. */
package io.jangteo.cli.cluster;
