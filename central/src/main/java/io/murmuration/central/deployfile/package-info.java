/**
 * The contract's deployment manager files ({@code /v1.0/subcloud-deploy}): playbook, overrides,
 * chart and image list, per release. They are kept in the database, because a deployment may run on
 * any node. Read in this order: {@link io.murmuration.central.deployfile.DeployFileRoutes}, {@link
 * io.murmuration.central.deployfile.DeployFileService}, {@link
 * io.murmuration.central.deployfile.DeployFileRules}, {@link
 * io.murmuration.central.deployfile.PlaybookArchive}, {@link
 * io.murmuration.central.deployfile.DeployFileRepository}.
 */
@NullMarked
package io.murmuration.central.deployfile;

import org.jspecify.annotations.NullMarked;
