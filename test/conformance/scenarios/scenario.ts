/** A call of a scenario. `${name}` stands for a saved value; `${uid}` is fresh in each run, `${upstream}` is where the provider listens. */
export interface Step {
  /** Method and path. */
  readonly do: string;
  /** Secret of the caller, or `none`; the master key when absent. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body that is no JSON. */
  readonly raw?: string;
  /** Names for what stands at a path of the answer. */
  readonly save?: Readonly<Record<string, string>>;
  /** Compare what the provider received too. */
  readonly upstream?: boolean;
  /** Paths of the answer whose value may differ. */
  readonly ignore?: readonly string[];
  /** Name of a saved instant that is over before the call. */
  readonly after?: string;
  /** Name of a saved key whose spend is booked before the call; from here on spend is compared. LiteLLM was waited for at this step. */
  readonly booked?: string;
  /** What of it is booked by then, dollars; anything at all when absent. */
  readonly spent?: number;
  /** How many calls of a saved key are recorded before the call: the record of a call names its customer, also after it was answered. */
  readonly recorded?: { readonly key: string; readonly calls: number };
}

export interface Scenario {
  /** As in its transcript: `chat basic`. */
  readonly name: string;
  readonly steps: readonly Step[];
}
