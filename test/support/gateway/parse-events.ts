/** One event of a stream; `data` is parsed where it is JSON. */
export interface StreamEvent {
  readonly event?: string;
  readonly data: unknown;
}

/** A whole stream's events in order; comments are left out. */
export function parseEvents(text: string): readonly StreamEvent[] {
  return text
    .split(/\r?\n\r?\n/)
    .filter((block) => /^data:/m.test(block))
    .map((block) => {
      const event = /^event: ?(.*)$/m.exec(block)?.[1];
      const data = readData([...block.matchAll(/^data: ?(.*)$/gm)].map((match) => match[1] ?? '').join('\n'));
      return event === undefined ? { data } : { event, data };
    });
}

function readData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
