import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one step was answered, settled: what differs from run to run by nature stands as a name. */
export interface StepAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** An answer that is neither JSON nor a stream. */
  readonly text?: string;
  readonly stream?: readonly StreamedEvent[];
  readonly upstream?: readonly ProviderCall[];
}

export interface StreamedEvent {
  readonly event?: string;
  readonly data?: unknown;
}

/** A request as the provider received it. */
export interface ProviderCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Transcript {
  readonly scenario: string;
  readonly steps: readonly { readonly do: string; readonly answer: StepAnswer }[];
}

/** What a real LiteLLM (transcripts/VERSION) answered to the steps of a scenario. */
export function readTranscript(scenario: string): Transcript {
  const file = `${scenario.replace(/[^\w.-]+/g, '-')}.json`;
  return JSON.parse(readFileSync(join(__dirname, '../transcripts', file), 'utf8')) as Transcript;
}
