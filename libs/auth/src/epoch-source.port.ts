/** One change of the control plane: a kind (`key`, `team`, `user` …) and the own id of what changed. */
export interface EpochChange {
  readonly epoch: bigint;
  readonly kind: string;
  readonly id: string;
}

/** The one-row epoch of the control plane. Polled every 250 ms by every process. */
export abstract class EpochSource {
  abstract current(): Promise<bigint>;
  abstract changesSince(epoch: bigint): Promise<readonly EpochChange[]>;
}
