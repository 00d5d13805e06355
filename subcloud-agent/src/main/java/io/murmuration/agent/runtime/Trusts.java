package io.murmuration.agent.runtime;

/** Where the hub's wishes about trust and certificates go. Called on the lane; must not block. */
public interface Trusts {
  /** Nothing to change: the wishes are dropped. */
  Trusts FIXED =
      new Trusts() {
        @Override
        public void trust(String bundlePem) {}

        @Override
        public void renewNow() {}
      };

  void trust(String bundlePem);

  void renewNow();
}
