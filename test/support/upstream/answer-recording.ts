import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerEvents, answerJson, type UpstreamAnswer } from './upstream-answer.js';

const LIBS = join(__dirname, '../../../libs');

interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly bodyText?: string;
  readonly bodyBase64?: string;
}

/** Headers of the recorded hop, which the replay's own server sets. */
const NOT_REPLAYED = /^(content-length|content-encoding|transfer-encoding|connection|date|keep-alive|set-cookie)$/;

/**
 * The answer of a recorded exchange, by its file below a format's recordings (`openai-chat`, `openai/tools.http.json`) or a provider's
 * (`providers/groq`, `text.http.json`) and its number in it.
 */
export function answerRecording(owner: string, file: string, index = 0): UpstreamAnswer {
  const [lib, folder] = owner.startsWith('providers/') ? ['providers', owner.slice(10)] : ['formats', owner];
  const path = join(LIBS, lib, 'src', folder, '__recordings__', file);
  if (!existsSync(path)) throw new Error(`there is no recording ${owner}/${file}`);
  const { exchanges } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly exchanges: readonly { readonly response: RecordedAnswer }[];
  };
  const response = exchanges[index]?.response;
  if (response === undefined) throw new Error(`${owner}/${file} has no exchange ${String(index)}`);
  const headers = Object.fromEntries(
    Object.entries(response.headers).filter(([name]) => !NOT_REPLAYED.test(name.toLowerCase())),
  );
  if (response.bodyBase64 !== undefined)
    return { status: response.status, headers, body: '', bytes: Buffer.from(response.bodyBase64, 'base64') };
  if (response.bodyText === undefined) return answerJson(response.status, response.body, headers);
  if (response.status < 400 && /^(data|event|:)/m.test(response.bodyText))
    return answerEvents(splitEvents(response.bodyText), headers);
  return { status: response.status, headers, body: response.bodyText };
}

function splitEvents(text: string): readonly string[] {
  return text
    .split(/\r?\n\r?\n/)
    .filter((event) => event.trim() !== '')
    .map((event) => `${event}\n\n`);
}
