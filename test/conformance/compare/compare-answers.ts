import type { Step } from '../scenarios/scenario.js';
import { compareValues, sameNumber } from './compare-values.js';
import { type Difference, short } from './difference.js';
import { joinStream } from './join-stream.js';
import type { StepAnswer } from './transcript.js';

const VOLATILE_HEADER =
  /(call-id|model-id|duration|overhead|version|date|key-spend|reset|timing|cache-key|request-id|processing-ms|callback|content-length|keep-alive|connection|transfer-encoding)/;
/** LiteLLM's own estimate. */
const OMITTABLE_HEADER = /^x-ratelimit-api_key-remaining-tokens$/;

/**
 * How an answer differs from the recorded one: the status; the content type; each recorded header; in JSON each recorded path, by
 * type and value; a stream by what it says in all; what the provider received closed.
 */
export function compareAnswers(
  want: StepAnswer,
  got: StepAnswer,
  step: Pick<Step, 'ignore'> & { readonly booked: boolean },
): readonly Difference[] {
  const ignore = (step.ignore ?? []).map((path) => (path === '' ? 'body' : `body.${path}`));
  return [
    ...(want.status === got.status
      ? []
      : [
          {
            path: 'status',
            text: `expected ${String(want.status)}, got ${String(got.status)} ${short(got.body ?? got.text)}`,
          },
        ]),
    ...compareHeaders(want.headers ?? {}, got.headers ?? {}),
    ...(want.body === undefined ? [] : compareValues(want.body, got.body, 'body', { ignore, booked: step.booked })),
    ...(want.stream === undefined
      ? []
      : compareValues(joinStream(want.stream), joinStream(got.stream ?? []), 'stream', { ignore })),
    ...(want.upstream === undefined
      ? []
      : compareValues(want.upstream, got.upstream ?? [], 'upstream', { ignore: [], closed: true })),
  ];
}

function compareHeaders(
  want: Readonly<Record<string, string>>,
  got: Readonly<Record<string, string>>,
): readonly Difference[] {
  return Object.entries(want).flatMap(([name, value]): readonly Difference[] => {
    const path = `headers.${name}`;
    const answered = got[name];
    if (answered === undefined)
      return OMITTABLE_HEADER.test(name) ? [] : [{ path, text: `missing, expected ${value}` }];
    return sameHeader(name, value, answered) ? [] : [{ path, text: `expected ${value}, got ${answered}` }];
  });
}

function sameHeader(name: string, want: string, got: string): boolean {
  if (name === 'content-type') return withoutJsonCharset(want) === withoutJsonCharset(got);
  if (VOLATILE_HEADER.test(name) || OMITTABLE_HEADER.test(name) || want === got) return true;
  return want.trim() !== '' && got.trim() !== '' && sameNumber(Number(want), Number(got));
}

/** JSON is UTF-8 and its type has no such parameter (RFC 8259, 8 and 11): Express writes one, LiteLLM does not. A stream's is compared. */
function withoutJsonCharset(type: string): string {
  return type.replace(/^application\/json; charset=utf-8$/, 'application/json');
}
