package io.murmuration.central;

import io.murmuration.central.certificate.MasterKeys;
import io.murmuration.central.certificate.rewrap.KeyReport;
import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.Directory;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.cluster.LiveStream;
import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.central.cluster.Nudges;
import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.cluster.SourceNotices;
import io.murmuration.central.cluster.hazelcast.HazelcastNode;
import io.murmuration.central.cluster.hazelcast.MapDirectory;
import io.murmuration.central.cluster.hazelcast.TopicLiveStream;
import io.murmuration.central.cluster.hazelcast.TopicNudges;
import io.murmuration.central.cluster.hazelcast.TopicQuestions;
import io.murmuration.central.cluster.hazelcast.TopicSourceNotices;
import io.murmuration.central.cluster.lease.Leases;
import io.murmuration.central.cluster.lease.NodeLease;
import io.murmuration.central.cluster.lease.OrphanDuty;
import io.murmuration.central.cluster.live.LiveCheck;
import io.murmuration.central.cluster.live.LiveReload;
import io.murmuration.central.cluster.live.Withdrawals;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.sync.port.Digester;
import java.util.function.LongSupplier;

/** Wiring of a node among nodes: its lease, its image of the hub, what it hears of the others. */
record NodeCluster(
    NodeLease lease,
    HazelcastNode hazelcast,
    ChangeReader reader,
    Nudges nudges,
    SourceNotices notices,
    TopicQuestions questions,
    LiveImage live,
    LiveStream stream,
    LiveCheck check,
    Directory directory) {

  /**
   * @param nanoTime monotonic
   */
  static NodeCluster join(
      CentralConfig config,
      NodeIdentity node,
      Storage storage,
      Digester digester,
      PayloadSeal seal,
      LongSupplier nanoTime,
      Faults faults,
      Closer closer) {
    var transactions = storage.transactions();
    var address = config.agents().host() + ":" + config.agents().port();
    var lease = closer.own(NodeLease.start(transactions, node, address, nanoTime, faults));
    var keys =
        new KeyReport(transactions, node.incarnation(), MasterKeys.read(config.node().data()));
    closer.own(Periodic.start(KeyReport.NAME, KeyReport.PAUSE, keys::look, faults));
    var hazelcast = closer.own(HazelcastNode.start(config.cluster(), node));
    var reader =
        closer.own(
            ChangeReader.start(
                transactions, digester, seal, ChangeReader.Timing.USUAL, nanoTime, faults));
    var live = new LiveImage(node.incarnation(), nanoTime);
    var reload = closer.own(new LiveReload(transactions, live, nanoTime, faults));
    reader.listen(new Withdrawals(live, reload::request, reload::request));
    reload.run();
    hazelcast.onChange(reload::request);
    var stream =
        closer.own(
            new TopicLiveStream(hazelcast, node, live, reload, lease::holds, nanoTime, faults));
    var check = new LiveCheck(transactions, live, nanoTime);
    closer.own(Periodic.start("live-check", LiveCheck.PAUSE, check::look, faults));
    var directory = closer.own(new MapDirectory(hazelcast, node.name(), faults));
    var nudges = closer.own(new TopicNudges(hazelcast, reader, faults));
    var notices = closer.own(new TopicSourceNotices(hazelcast, faults));
    var questions =
        closer.own(new TopicQuestions(hazelcast, node.incarnation().toString(), faults));
    return new NodeCluster(
        lease, hazelcast, reader, nudges, notices, questions, live, stream, check, directory);
  }

  /** Takes part in the duties that one node does for all; further ones may be added. */
  Leases serve(
      CentralConfig config, Storage storage, LongSupplier nanoTime, Faults faults, Closer closer) {
    var leases = closer.own(Leases.start(lease.node(), storage.transactions(), nanoTime, faults));
    var orphans =
        new OrphanDuty(
            leases.compete(OrphanDuty.NAME),
            storage.transactions(),
            stream,
            nanoTime,
            config.sync().lane().offlineAfter());
    closer.own(Periodic.start(OrphanDuty.NAME, OrphanDuty.PAUSE, orphans::look, faults));
    return leases;
  }
}
