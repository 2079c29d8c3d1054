/** One stream out of the logs of many processes. */
package io.jangteo.cli.logs;
