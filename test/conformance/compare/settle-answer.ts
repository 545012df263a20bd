import type { StepAnswer } from './transcript.js';

/** Shorter values are too common to be told by. */
const NAMED_LENGTH_MIN = 6;

/** What differs from run to run by nature becomes a name, in values and in keys, as it did in the transcripts. */
export function settleAnswer(
  answer: StepAnswer,
  saved: Readonly<Record<string, unknown>>,
  upstreamUrl: string,
): StepAnswer {
  let text = JSON.stringify(answer)
    .replaceAll(upstreamUrl, '<upstream>')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.]*(Z|\+00:00| UTC)?/g, '<time>');
  for (const [name, value] of Object.entries(saved)) {
    if (typeof value !== 'string' || value.length < NAMED_LENGTH_MIN) continue;
    text = text.replaceAll(JSON.stringify(value).slice(1, -1), `<${name}>`);
  }
  const named = text
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replace(/sk-\.\.\.[\w-]{4}/g, 'sk-...<tail>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>');
  return JSON.parse(named) as StepAnswer;
}
