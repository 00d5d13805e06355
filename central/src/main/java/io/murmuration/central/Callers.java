package io.murmuration.central;

import io.murmuration.central.api.Identities;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.api.http.FailureLimit;
import io.murmuration.central.auth.CachedTokens;
import io.murmuration.central.auth.FileIdentities;
import io.murmuration.central.auth.FirstToken;
import io.murmuration.central.auth.IdentityChain;
import io.murmuration.central.auth.builtin.BuiltinIdentities;
import io.murmuration.central.auth.builtin.FileUsers;
import io.murmuration.central.auth.builtin.FirstUser;
import io.murmuration.central.auth.builtin.PasswordCheck;
import io.murmuration.central.auth.builtin.Tokens;
import io.murmuration.central.auth.builtin.api.IdentityServer;
import io.murmuration.central.auth.oidc.OidcIdentities;
import io.murmuration.central.external.keystone.KeystoneIdentities;
import io.murmuration.central.external.keystone.KeystoneSettings;
import io.murmuration.central.external.keystone.KeystoneTokens;
import io.murmuration.central.observe.Faults;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wiring of who may call: the ways to be known, in the order they are asked. */
final class Callers {
  private static final Logger LOG = LoggerFactory.getLogger(Callers.class);

  private final CentralConfig config;
  private final World world;
  private final AtomicReference<ServiceUrl> rest;
  private final List<Identities> ways = new ArrayList<>();

  /** Time, chance and where bugs go. */
  record World(InstantSource clock, LongSupplier nanoTime, SecureRandom chance, Faults faults) {}

  private Callers(CentralConfig config, World world) {
    this.config = config;
    this.world = world;
    this.rest = new AtomicReference<>(ServiceUrl.http(config.rest().host(), config.rest().port()));
  }

  static Callers open(CentralConfig config, Storage storage, World world, Closer closer) {
    var callers = new Callers(config, world);
    FirstToken.ensure(
            config.auth().tokenFile(), config.node().data().resolve("admin.token"), world.chance())
        .ifPresent(file -> LOG.info("made the first admin token, see {}", file));
    callers.ways.add(new FileIdentities(config.auth().tokenFile()));
    config
        .auth()
        .oidc()
        .ifPresent(
            oidc -> callers.ways.add(new OidcIdentities(oidc, world.clock(), world.nanoTime())));
    config.auth().builtin().ifPresent(builtin -> callers.serve(builtin, storage, closer));
    config.auth().keystone().ifPresent(keystone -> callers.ask(keystone, closer));
    return callers;
  }

  Identities identities() {
    return new IdentityChain(ways, config.auth().uri());
  }

  /** Tells log-ins where REST is, once its port is known. */
  void restAt(int port) {
    rest.set(config.rest().url(port));
  }

  private void ask(KeystoneSettings keystone, Closer closer) {
    var source = closer.own(new KeystoneTokens(keystone, world.nanoTime()));
    var tokens = new CachedTokens(source, config.auth().cache(), world.clock(), world.nanoTime());
    ways.add(new KeystoneIdentities(tokens, keystone.url()));
    LOG.info("callers are known by Keystone at {}", keystone.url());
  }

  private void serve(AuthConfig.Builtin builtin, Storage storage, Closer closer) {
    var clock = world.clock();
    var clear = config.node().data().resolve("admin.password");
    FirstUser.ensure(builtin.usersFile(), clear, world.chance())
        .ifPresent(file -> LOG.info("made the first user, admin; the password is in {}", file));
    var users = new FileUsers(builtin.usersFile());
    var tokens =
        new Tokens(storage.transactions(), users, builtin.tokenLife(), clock, world.chance());
    var listener = builtin.listener();
    var port = new AtomicReference<>(ServiceUrl.http(listener.host(), listener.port()));
    var given = listener.url();
    var identities =
        new BuiltinIdentities(
            tokens,
            config.auth().cache(),
            clock,
            world.nanoTime(),
            reached -> (given == null ? port.get().seenBy(reached.host()).text() : given) + "/v3");
    var server =
        closer.own(
            IdentityServer.start(
                listener,
                new IdentityServer.Parts(
                    users,
                    new PasswordCheck(
                        users,
                        builtin.logins(),
                        new FailureLimit(builtin.failuresPerMinute(), clock)),
                    tokens,
                    identities::revoked),
                rest::get,
                world.faults()));
    port.set(server.url());
    ways.add(identities);
    LOG.info("log-ins at {}/v3", server.url().seenBy("127.0.0.1").text());
  }
}
