/** Reads a stream's text as it comes. */
export class StreamReader {
  private readonly reader: ReadableStreamDefaultReader<string>;
  private text = '';

  constructor({ body }: Response) {
    if (body === null) throw new Error('an answer without a body');
    this.reader = body.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** All that came, once `awaited` is in it; rejects where the stream ends before. */
  async until(awaited: string): Promise<string> {
    while (!this.text.includes(awaited)) {
      const { value, done } = await this.reader.read();
      if (done) throw new Error(`the stream ended before '${awaited}': ${this.text}`);
      this.text += value;
    }
    return this.text;
  }
}
