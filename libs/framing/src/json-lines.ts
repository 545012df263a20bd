import type { WireEvent } from '@tollgate/canonical';
import { EVENT_BYTES_MAX, EventTooLarge, type FrameDecoder, type Framing } from './framing.js';

/** One JSON value a line (Ollama's streams): a line ends with LF, a CR before it is none of it, empty lines are nothing. */
export const jsonLines: Framing = {
  id: 'json-lines',
  contentType: 'application/x-ndjson',
  openDecoder: () => new JsonLinesDecoder(),
  encode: ({ data }) => `${data}\n`,
};

class JsonLinesDecoder implements FrameDecoder {
  private readonly text = new TextDecoder('utf-8');
  private pieces: string[] = [];
  /** Bytes of the line that is not whole yet. */
  private unfinishedBytes = 0;

  push(bytes: Uint8Array): readonly WireEvent[] {
    const text = this.text.decode(bytes, { stream: true });
    const end = text.lastIndexOf('\n');
    if (end === -1) {
      this.keep(text, bytes.length);
      return [];
    }
    const whole = this.take() + text.slice(0, end);
    const rest = text.slice(end + 1);
    this.keep(rest, Buffer.byteLength(rest));
    return whole.split('\n').flatMap(toEvent);
  }

  /** The bytes ended: a last line without its end is given when it is whole. */
  end(): readonly WireEvent[] {
    return toEvent(this.take() + this.text.decode()).filter(({ data }) => isJson(data));
  }

  private keep(text: string, bytes: number): void {
    if (text !== '') this.pieces.push(text);
    this.unfinishedBytes += bytes;
    if (this.unfinishedBytes > EVENT_BYTES_MAX) throw new EventTooLarge();
  }

  private take(): string {
    const text = this.pieces.join('');
    this.pieces = [];
    this.unfinishedBytes = 0;
    return text;
  }
}

function toEvent(line: string): readonly WireEvent[] {
  const data = line.trim();
  if (data.length > EVENT_BYTES_MAX) throw new EventTooLarge();
  return data === '' ? [] : [{ data }];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
