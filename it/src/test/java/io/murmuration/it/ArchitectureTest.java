package io.murmuration.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Who may know whom, and who may touch time, chance, the environment and the database. */
@AnalyzeClasses(
    packages = "io.murmuration",
    importOptions = {ImportOption.DoNotIncludeTests.class, NoTestJars.class})
class ArchitectureTest {
  private static final String SYNC = "io.murmuration.sync..";
  private static final String CENTRAL = "io.murmuration.central..";
  private static final String AGENT = "io.murmuration.agent..";

  /** The root package of a process is its wiring. */
  private static final String[] WIRING = {"io.murmuration.central", "io.murmuration.agent"};

  @ArchTest
  static final ArchRule syncIsPureJava =
      classes()
          .that()
          .resideInAPackage(SYNC)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  SYNC,
                  "java.lang..",
                  "java.util..",
                  "java.time..",
                  "java.nio",
                  "java.nio.charset..",
                  "java.security..",
                  "org.jspecify.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule syncOwnsNoTimeNoThreadNoChance =
      noClasses()
          .that()
          .resideInAPackage(SYNC)
          .should()
          .callCodeUnitWhere(readsTimeOrMakesChance())
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule agentDoesNotKnowTheHub =
      noClasses()
          .that()
          .resideInAPackage(AGENT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CENTRAL, "io.murmuration.schema..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule hubDoesNotKnowTheAgent =
      noClasses()
          .that()
          .resideInAPackage(CENTRAL)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(AGENT)
          .allowEmptyShould(true);

  /** Services hold Transactions and hand on a Tx; what is inside is the repositories' business. */
  @ArchTest
  static final ArchRule sqlStaysInRepositories =
      noClasses()
          .that()
          .resideInAPackage(CENTRAL)
          .and()
          .resideOutsideOfPackage("io.murmuration.central.store..")
          .and(describe("are not part of a *Repository", c -> !isIn(c.getName(), "Repository")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              // not org.jooq.exception: whoever keeps a lease must see that the database failed
              "org.jooq",
              "org.jooq.impl..",
              "org.jooq.conf..",
              "org.jooq.util..",
              "io.murmuration.schema.jooq..",
              "java.sql..",
              "javax.sql..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule featuresFormNoCycle =
      slices()
          .matching("io.murmuration.central.(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule partsOfTheAgentFormNoCycle =
      slices()
          .matching("io.murmuration.agent.(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule hazelcastStaysInCluster =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.murmuration.central.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.hazelcast..");

  @ArchTest
  static final ArchRule resilience4jStaysWhereTheOutsideIsCalled =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.murmuration.central.external..", "io.murmuration.agent.site..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.resilience4j..");

  /** A process's environment is read once, into its one record of settings, or by its main. */
  @ArchTest
  static final ArchRule environmentIsReadByConfigOnly =
      noClasses()
          .that(
              describe(
                  "are not *Config or *Main",
                  c -> !isIn(c.getName(), "Config", "ConfigOptions", "Main")))
          .and()
          .resideOutsideOfPackage("io.murmuration.it..")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  /** jOOQ's guard against a missing WHERE does not look into these. */
  @ArchTest
  static final ArchRule noStatementEscapesTheGuardAgainstAMissingWhere =
      noClasses()
          .should()
          .callCodeUnitWhere(
              calls("org.jooq", Set.of("updateQuery", "deleteQuery")).or(batchOfQueries()));

  /** Elsewhere time and chance come in through the constructor, so that tests can hold them. */
  @ArchTest
  static final ArchRule timeAndChanceAreMadeInTheWiringOnly =
      noClasses()
          .that()
          .resideInAnyPackage(CENTRAL, AGENT)
          .and()
          .resideOutsideOfPackages(WIRING)
          .should()
          .callCodeUnitWhere(readsTimeOrMakesChance())
          .allowEmptyShould(true);

  private static DescribedPredicate<JavaCall<?>> readsTimeOrMakesChance() {
    return describe(
        "read the wall clock or make a random value",
        call -> {
          var owner = call.getTargetOwner();
          String method = call.getTarget().getName();
          return switch (method) {
            case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
            case "now" ->
                Set.of(
                            Instant.class,
                            LocalDateTime.class,
                            OffsetDateTime.class,
                            ZonedDateTime.class)
                        .stream()
                        .anyMatch(owner::isEquivalentTo)
                    && call.getTarget().getRawParameterTypes().isEmpty();
            case "systemUTC", "systemDefaultZone", "system" ->
                owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class);
            case "randomUUID" -> owner.isEquivalentTo(UUID.class);
            case "random" -> owner.isEquivalentTo(Math.class);
            case "getDefault", "of" -> owner.isEquivalentTo(RandomGenerator.class);
            default -> false;
          };
        });
  }

  private static DescribedPredicate<JavaCall<?>> calls(String packageName, Set<String> methods) {
    return describe(
        "call " + methods + " of " + packageName,
        call ->
            call.getTargetOwner().getPackageName().startsWith(packageName)
                && methods.contains(call.getTarget().getName()));
  }

  private static DescribedPredicate<JavaCall<?>> batchOfQueries() {
    return describe(
        "batch whole queries",
        call ->
            call.getTargetOwner().getName().equals("org.jooq.DSLContext")
                && call.getTarget().getName().equals("batch"));
  }

  /** Also true for classes nested in one of that name. */
  private static boolean isIn(String className, String... suffixes) {
    String outermost = className.replaceFirst("\\$.*", "");
    for (String suffix : suffixes) {
      if (outermost.endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }
}
