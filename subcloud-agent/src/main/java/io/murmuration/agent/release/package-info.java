/**
 * Brings a release to the site: {@code ReleaseLoad}, an operation, has {@code Downloader} fetch its
 * files from the hub into {@code ArtefactCache}, and the site's own software management take them
 * from there. What to do after each thing that can happen to a download is decided by {@code
 * Download}, which is pure.
 */
@NullMarked
package io.murmuration.agent.release;

import org.jspecify.annotations.NullMarked;
