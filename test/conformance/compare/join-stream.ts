import type { StreamedEvent } from './transcript.js';

interface Delta {
  readonly content?: string;
  readonly text?: string;
  readonly tool_calls?: readonly {
    readonly index: number;
    readonly function?: { readonly name?: string; readonly arguments?: string };
  }[];
}

interface StreamedChoice {
  readonly delta?: Delta;
  /** Of a legacy completion. */
  readonly text?: string;
  readonly finish_reason?: string | null;
}

/** The members of the dialects' events that are joined; the delta of the Responses API is the text itself. */
interface EventData {
  readonly choices?: readonly StreamedChoice[];
  readonly delta?: Delta | string;
  readonly type?: string;
  readonly usage?: unknown;
  readonly response?: { readonly usage?: unknown };
}

/** A stream as what it says in all: how its text was cut into events does not count. */
export interface JoinedStream {
  readonly text: string;
  readonly finish: readonly string[];
  readonly tools: Readonly<Record<string, { readonly name: string; readonly arguments: string }>>;
  readonly usage: unknown;
  /** Names of the events, or the members of their data, each kind once. */
  readonly shapes: readonly string[];
  readonly terminator: boolean;
}

export function joinStream(events: readonly StreamedEvent[]): JoinedStream {
  const all = events.map((event) => dataOf(event));
  const firstChoices = all.map((data) => data.choices?.[0]);
  return {
    text: events.map(textOf).join(''),
    finish: firstChoices
      .map((choice) => choice?.finish_reason)
      .filter((reason) => typeof reason === 'string' && reason !== '') as string[],
    tools: joinTools(firstChoices.flatMap((choice) => choice?.delta?.tool_calls ?? [])),
    usage:
      all
        .map((data) => data.usage ?? data.response?.usage)
        .filter(Boolean)
        .at(-1) ?? null,
    shapes: [...new Set(events.map(shapeOf))],
    terminator: events.at(-1)?.data === '[DONE]',
  };
}

function textOf(event: StreamedEvent): string {
  const { choices, delta } = dataOf(event);
  const choice = choices?.[0];
  if (typeof delta === 'string') return /text\.delta$/.test(nameOf(event) ?? '') ? delta : '';
  return choice?.delta?.content ?? choice?.text ?? delta?.text ?? '';
}

function dataOf({ data }: StreamedEvent): EventData {
  return typeof data === 'object' && data !== null ? data : {};
}

/** The name of an event, which LiteLLM leaves to the `type` of its data in the Responses API. */
function nameOf(event: StreamedEvent): string | undefined {
  return event.event ?? dataOf(event).type;
}

function shapeOf(streamed: StreamedEvent): string {
  const { data } = streamed;
  return (
    nameOf(streamed) ??
    (typeof data === 'string'
      ? data
      : Object.keys(data ?? {})
          .sort()
          .join(','))
  );
}

function joinTools(deltas: NonNullable<Delta['tool_calls']>): JoinedStream['tools'] {
  const tools: Record<string, { name: string; arguments: string }> = {};
  for (const { index, function: called } of deltas) {
    const tool = (tools[String(index)] ??= { name: '', arguments: '' });
    tool.name += called?.name ?? '';
    tool.arguments += called?.arguments ?? '';
  }
  return tools;
}
