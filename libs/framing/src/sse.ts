import { createParser } from 'eventsource-parser';
import type { WireEvent } from '@tollgate/canonical';
import { EVENT_BYTES_MAX, EventTooLarge, type FrameDecoder, type Framing } from './framing.js';

/**
 * Server-sent events (HTML Living Standard 9.2): any line ending, `data:` with or without a space, comments and ids ignored,
 * multi-line data joined with a newline.
 */
export const sse: Framing = {
  id: 'sse',
  contentType: 'text/event-stream; charset=utf-8',
  openDecoder: () => new SseDecoder(),
  encode: encodeSse,
};

/** Memory that a line of an unfinished event takes beside its text, bytes: an event of empty lines is the costliest. */
const LINE_BYTES = 64;

class SseDecoder implements FrameDecoder {
  private readonly text = new TextDecoder('utf-8');
  private events: WireEvent[] = [];
  /** The bytes so far end at the end of a line. */
  private lineEnded = true;
  /** Bytes that came since the last event was whole, and what their lines cost. */
  private unfinishedBytes = 0;
  private readonly parser = createParser({
    onEvent: ({ event, data }) => {
      if (data.length > EVENT_BYTES_MAX) throw new EventTooLarge();
      this.events.push(event === undefined ? { data } : { event, data });
    },
  });

  push(bytes: Uint8Array): readonly WireEvent[] {
    const text = this.text.decode(bytes, { stream: true });
    const events = this.feed(text);
    if (events.length > 0) this.unfinishedBytes = 0;
    else this.unfinishedBytes += bytes.length + countLines(text) * LINE_BYTES;
    if (this.unfinishedBytes > EVENT_BYTES_MAX) throw new EventTooLarge();
    return events;
  }

  /**
   * The standard drops an event whose blank line never came. Some providers end their last event with the connection, so one is
   * given here when it is whole: its line is ended, or its data is JSON or the terminator word.
   */
  end(): readonly WireEvent[] {
    const events = [...this.feed(this.text.decode())];
    const lineEnded = this.lineEnded;
    const last = this.feed('\n\n').filter((event) => lineEnded || isWhole(event.data));
    return [...events, ...last];
  }

  private feed(text: string): readonly WireEvent[] {
    if (text === '') return [];
    this.events = [];
    this.lineEnded = text.endsWith('\n') || text.endsWith('\r');
    this.parser.feed(text);
    return this.events;
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1)) lines += 1;
  return lines;
}

function isWhole(data: string): boolean {
  if (data.trim() === '[DONE]') return true;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}

function encodeSse(event: WireEvent): string {
  const name = event.event === undefined ? '' : `event: ${event.event}\n`;
  return /[\r\n]/.test(event.data)
    ? `${name}${event.data
        .split(/\r\n|\r|\n/)
        .map((line) => `data: ${line}\n`)
        .join('')}\n`
    : `${name}data: ${event.data}\n\n`;
}
