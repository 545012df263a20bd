import type { HttpRequestSpec, Timeouts, TlsSettings } from '@tollgate/canonical';
import type { UpstreamClient } from '@tollgate/upstream';

export interface WholeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a small request and reads its small answer. */
export type SendWhole = (spec: HttpRequestSpec, tls?: TlsSettings) => Promise<WholeAnswer>;

/** A token's answer is a few kilobytes. */
const ANSWER_BYTES_MAX = 1024 * 1024;
const TIMEOUTS: Timeouts = { connectMs: 5_000, firstTokenMs: 15_000, idleMs: 15_000, totalMs: 30_000 };

/** Over the client of providers: its proxies and its rules hold for issuers of tokens too. */
export function sendWhole(upstream: UpstreamClient): SendWhole {
  return async (spec, tls) => {
    const signal = AbortSignal.timeout(TIMEOUTS.totalMs);
    const { status, headers, body } = await upstream.send(spec, { timeouts: TIMEOUTS, streamed: false, signal, tls });
    return { status, headers, body: (await body.readAll(ANSWER_BYTES_MAX)).toString('utf8') };
  };
}
