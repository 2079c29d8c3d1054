/** Load tests, run by Gatling in a process of its own. */
package io.jangteo.cli.load;
