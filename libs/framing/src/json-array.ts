import type { WireEvent } from '@tollgate/canonical';
import { EVENT_BYTES_MAX, EventTooLarge, type FrameDecoder, type Framing } from './framing.js';

/**
 * One JSON array whose elements are the events, as Google's APIs stream where no events were asked for. Where an element stands in the
 * array is for the stream's encoder to say: its brackets and commas are part of its data.
 */
export const jsonArray: Framing = {
  id: 'json-array',
  contentType: 'application/json',
  openDecoder: () => new JsonArrayDecoder(),
  encode: ({ data }) => data,
};

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Cuts the array at the commas between its elements; what an element is, is not looked at. */
class JsonArrayDecoder implements FrameDecoder {
  private readonly text = new TextDecoder('utf-8');
  private element = '';
  private depth = 0;
  private inString = false;
  private escaped = false;

  push(bytes: Uint8Array): readonly WireEvent[] {
    return this.feed(this.text.decode(bytes, { stream: true }));
  }

  /** An array that was cut off has no last element: only what a comma or the bracket ended is whole. */
  end(): readonly WireEvent[] {
    return this.feed(this.text.decode());
  }

  private feed(text: string): readonly WireEvent[] {
    const events: WireEvent[] = [];
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const inside = this.depth > 0;
      if (this.ends(code)) {
        const data = (this.element + text.slice(start, at)).trim();
        if (data !== '') events.push({ data });
        this.element = '';
        start = at + 1;
      }
      this.step(code);
      if (!inside) start = at + 1;
    }
    if (this.depth > 0) this.element += text.slice(start);
    if (this.element.length > EVENT_BYTES_MAX) throw new EventTooLarge();
    return events;
  }

  /** A comma, or the closing bracket, of the array itself. */
  private ends(code: number): boolean {
    return !this.inString && this.depth === 1 && (code === COMMA || code === CLOSE_LIST);
  }

  private step(code: number): void {
    if (this.inString) {
      this.inString = this.escaped || code !== QUOTE;
      this.escaped = !this.escaped && code === BACKSLASH;
    } else if (code === QUOTE) this.inString = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) this.depth += 1;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) this.depth -= 1;
  }
}
