import { setTimeout as pause } from 'node:timers/promises';
import { callGateway, type Gateway } from '../../support/gateway/index.js';

export interface LoadOptions {
  /** The callers are shared out among them. */
  readonly keys: readonly { readonly key: string }[];
  readonly callers: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** What each caller waits after each answer, so that a long test stays small; none where absent. */
  readonly pauseMs?: number;
}

/** One answer that came, whole or not. */
export interface LoadAnswer {
  readonly key: string;
  readonly callId: string;
  readonly status: number;
  readonly isWhole: boolean;
}

/** How long a caller that was told to come back waits at least. */
const BUSY_MS = 20;

/** Callers that call again and again, every other one streaming, until they are stopped or the gateway is gone. */
export class Load {
  readonly answers: LoadAnswer[] = [];
  /** Resolves when every caller has stopped. */
  readonly ended: Promise<unknown>;
  private isStopped = false;

  constructor(
    gateway: Gateway,
    private readonly options: LoadOptions,
  ) {
    // the address of this run: a later one is not called
    const target = { url: gateway.url, masterKey: gateway.masterKey };
    const { keys, callers, body } = options;
    this.ended = Promise.all(
      Array.from({ length: callers }, (_, index) => {
        const turn = Math.floor(index / keys.length);
        return this.callOn(target, keys[index % keys.length]?.key ?? '', { ...body, stream: turn % 2 === 0 });
      }),
    );
  }

  /** Those that a client received whole. */
  get whole(): readonly LoadAnswer[] {
    return this.answers.filter(({ isWhole }) => isWhole);
  }

  of(key: string): readonly LoadAnswer[] {
    return this.answers.filter((answer) => answer.key === key);
  }

  /** Lets every caller finish the call it is at. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.ended;
  }

  private async callOn(target: { url: string; masterKey: string }, key: string, body: object): Promise<void> {
    while (!this.isStopped) {
      try {
        const answer = await callGateway(target, 'POST /v1/chat/completions', { key, body });
        const { status, events, headers } = answer;
        const isWhole = status === 200 && (events.length === 0 || events.at(-1)?.data === '[DONE]');
        this.answers.push({ key, callId: headers.get('x-litellm-call-id') ?? '', status, isWhole });
        const pauseMs = Math.max(this.options.pauseMs ?? 0, status === 503 ? BUSY_MS : 0);
        if (pauseMs > 0) await pause(pauseMs);
      } catch {
        return;
      }
    }
  }
}
