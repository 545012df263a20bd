export interface Difference {
  /** `status`, `headers.<name>`, or a path that begins with `body`, `stream` or `upstream`. */
  readonly path: string;
  readonly text: string;
}

export function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
