/** Members that differ from run to run by nature: compared by their type alone. */
const VOLATILE =
  /(^|\.)(id|token|token_id|key|key_name|created_at|updated_at|expires|budget_reset_at|settings_updated_at|deleted_at|startTime|endTime|completionStartTime|request_id|litellm_call_id|session_id|model_id|created_by|updated_by|last_active|request_duration_ms|budget_id)$/;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The differences of an answer from a recorded one: recorded members must be there, of the same type and (unless volatile) value. */
export function compareAnswer(
  recorded: Answer,
  got: Answer,
  names: Readonly<Record<string, string>>,
): readonly string[] {
  const differences: string[] = [];
  if (recorded.status !== got.status)
    differences.push(`status: expected ${String(recorded.status)}, got ${String(got.status)}`);
  compareValue(recorded.body, settle(got.body, names), '', differences);
  return differences;
}

/** What differs by nature becomes a name, as in the recordings. */
function settle(body: unknown, names: Readonly<Record<string, string>>): unknown {
  let text = JSON.stringify(body ?? null).replace(
    /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.]*(Z|\+00:00| UTC)?/g,
    '<time>',
  );
  for (const [name, value] of Object.entries(names))
    text = text.replaceAll(JSON.stringify(value).slice(1, -1), `<${name}>`);
  const named = text
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replace(/sk-\.\.\.[\w-]{4}/g, 'sk-...<tail>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>');
  return JSON.parse(named) as unknown;
}

function compareValue(want: unknown, got: unknown, at: string, out: string[]): void {
  if (kindOf(want) !== kindOf(got)) {
    out.push(`${at}: expected ${kindOf(want)} ${short(want)}, got ${kindOf(got)} ${short(got)}`);
  } else if (Array.isArray(want) && Array.isArray(got)) {
    if (want.length !== got.length)
      out.push(`${at}: expected ${String(want.length)} elements, got ${String(got.length)}`);
    want.slice(0, got.length).forEach((item, index) => compareValue(item, got[index], `${at}.${String(index)}`, out));
  } else if (isRecord(want) && isRecord(got)) {
    for (const [name, value] of Object.entries(want))
      compareValue(value, got[name], at === '' ? name : `${at}.${name}`, out);
  } else if (!sameScalar(want, got, at)) {
    out.push(`${at}: expected ${short(want)}, got ${short(got)}`);
  }
}

function sameScalar(want: unknown, got: unknown, at: string): boolean {
  if (VOLATILE.test(at)) return /^<(hash|time)>$/.test(String(want)) ? want === got : got !== '' || want === '';
  if (typeof want !== 'number' || typeof got !== 'number') return want === got;
  return Math.abs(want - got) <= 1e-9 * Math.max(1, Math.abs(want));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return kindOf(value) === 'object';
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 160);
}
