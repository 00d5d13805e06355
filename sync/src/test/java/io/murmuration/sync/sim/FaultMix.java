package io.murmuration.sync.sim;

import io.murmuration.sync.sim.world.Chance;

/**
 * How often each fault happens, per minute and thousand sites (hub and store faults: per minute).
 * Drawn from the seed: a third of the faults is left out, so that faults also meet alone.
 */
record FaultMix(
    double reset,
    double partition,
    double freeze,
    double stop,
    double stall,
    double crash,
    double journalLoss,
    double drift,
    double siteDown,
    double slowSite,
    double refuse,
    double defer,
    double diskFull,
    double hubKill,
    double storeTrouble,
    double crashAtEffectPercent,
    double forgottenDeletion,
    double unreadable,
    double hangingProbe) {

  static FaultMix draw(Chance chance) {
    return new FaultMix(
        weight(chance, 60),
        weight(chance, 3),
        weight(chance, 40),
        weight(chance, 20),
        weight(chance, 60),
        weight(chance, 30),
        weight(chance, 6),
        weight(chance, 60),
        weight(chance, 30),
        weight(chance, 60),
        weight(chance, 40),
        weight(chance, 40),
        weight(chance, 20),
        weight(chance, 0.4),
        weight(chance, 1.5),
        weight(chance, 0.4),
        weight(chance, 30),
        weight(chance, 60),
        weight(chance, 40));
  }

  /** Gentle and constant: for long runs, where convergence between faults matters. */
  static FaultMix steady() {
    return new FaultMix(2, 0.1, 1, 0.5, 2, 1, 0.05, 2, 1, 2, 1, 1, 0.5, 0.02, 0.1, 0.02, 1, 1, 1);
  }

  static double weight(Chance chance, double usual) {
    return switch (chance.below(6)) {
      case 0, 1 -> 0;
      case 2, 3 -> usual;
      case 4 -> usual * 2;
      default -> usual / 3;
    };
  }
}
