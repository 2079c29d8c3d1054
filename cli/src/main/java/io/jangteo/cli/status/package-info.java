/** What runs, how large it is and whether it is ready. */
package io.jangteo.cli.status;
