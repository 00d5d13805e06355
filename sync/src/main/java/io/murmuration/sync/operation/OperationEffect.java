package io.murmuration.sync.operation;

/** What the hub does after the row is committed. Losing one is harmless: Connected repeats it. */
public enum OperationEffect {
  /** Operate: the order and the journal it belongs to. */
  SEND,
  /** Cancel. */
  SEND_CANCEL,
  /** Tell the agent that its result is stored, so that it stops reporting it. */
  CONFIRM
}
