import type { ReplayUpstream, UpstreamRequest } from './replay-upstream.js';
import { answerEvents, answerJson, type UpstreamAnswer } from './upstream-answer.js';

type Item = Readonly<Record<string, unknown>>;

/**
 * Has a provider of the Responses API keep the items of what it answers: a call of the request's first tool, after reasoning, until
 * that has a result; then a message. An item that is named by its id alone and that it does not keep is 404, as at OpenAI.
 */
export class ItemProvider {
  private readonly kept = new Map<string, Item>();
  private made = 0;

  constructor(upstream: ReplayUpstream, models: readonly string[]) {
    for (const model of models) upstream.on(model, (request) => this.create(request));
  }

  private create(request: UpstreamRequest): UpstreamAnswer {
    const input = request.body['input'];
    const items = Array.isArray(input) ? (input as readonly Item[]) : [];
    const lost = items.find((item) => isLone(item) && !this.kept.has(String(item['id'])));
    if (lost !== undefined) return notFound(String(lost['id']));
    this.made += 1;
    const output = this.answerTo(request, items);
    if (request.body['store'] !== false) for (const item of output) this.kept.set(String(item['id']), item);
    const response = responseOf(request, `resp_items${String(this.made)}`, output);
    return request.body['stream'] === true ? answerEvents(eventsOf(response, output)) : answerJson(200, response);
  }

  private answerTo({ body }: UpstreamRequest, items: readonly Item[]): readonly Item[] {
    const turn = String(this.made);
    const [tool] = (body['tools'] ?? []) as readonly { readonly name: string; readonly type: string }[];
    const isDone = items.some(({ type }) => type === 'function_call_output');
    const text = { type: 'output_text', text: `answer ${turn}`, annotations: [], logprobs: [] };
    if (tool?.type === 'code_interpreter')
      return [
        {
          type: 'code_interpreter_call',
          id: `ci_${turn}`,
          status: 'completed',
          code: '1',
          container_id: `cntr_${turn}`,
          outputs: [],
        },
      ];
    if (tool === undefined || isDone)
      return [{ type: 'message', id: `msg_${turn}`, status: 'completed', role: 'assistant', content: [text] }];
    return [
      { type: 'reasoning', id: `rs_${turn}`, summary: [{ type: 'summary_text', text: 'I need the tool.' }] },
      {
        type: 'function_call',
        id: `fc_${turn}`,
        status: 'completed',
        call_id: `call_${turn}`,
        name: tool.name,
        arguments: '{"city":"Bern"}',
      },
    ];
  }
}

function isLone({ type, encrypted_content: sealed }: Item): boolean {
  return type === 'item_reference' || (type === 'reasoning' && typeof sealed !== 'string');
}

function responseOf({ model, body }: UpstreamRequest, id: string, output: readonly Item[]): Item {
  return {
    id,
    object: 'response',
    created_at: 1_700_000_000,
    status: 'completed',
    error: null,
    incomplete_details: null,
    model,
    output,
    store: body['store'] ?? true,
    usage: {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 3,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 13,
    },
  };
}

function eventsOf(response: Item, output: readonly Item[]): readonly string[] {
  const begun = { ...response, status: 'in_progress', output: [], usage: null };
  const told: Item[] = [
    { type: 'response.created', response: begun },
    ...output.flatMap((item, index) => itemEvents(item, index)),
    { type: 'response.completed', response },
  ];
  return told.map(
    (event, at) => `event: ${String(event['type'])}\ndata: ${JSON.stringify({ ...event, sequence_number: at })}\n\n`,
  );
}

function itemEvents(item: Item, index: number): readonly Item[] {
  const at = { output_index: index, item_id: item['id'] };
  const added = { ...item, status: 'in_progress' };
  if (item['type'] === 'function_call')
    return [
      { type: 'response.output_item.added', output_index: index, item: { ...added, arguments: '' } },
      { type: 'response.function_call_arguments.delta', ...at, delta: item['arguments'] },
      { type: 'response.function_call_arguments.done', ...at, arguments: item['arguments'] },
      { type: 'response.output_item.done', output_index: index, item },
    ];
  if (item['type'] !== 'message')
    return [
      { type: 'response.output_item.added', output_index: index, item: added },
      { type: 'response.output_item.done', output_index: index, item },
    ];
  const [part] = item['content'] as readonly { readonly text: string }[];
  const inPart = { ...at, content_index: 0 };
  return [
    { type: 'response.output_item.added', output_index: index, item: { ...added, content: [] } },
    { type: 'response.content_part.added', ...inPart, part: { ...part, text: '' } },
    { type: 'response.output_text.delta', ...inPart, delta: part?.text, logprobs: [] },
    { type: 'response.output_text.done', ...inPart, text: part?.text, logprobs: [] },
    { type: 'response.content_part.done', ...inPart, part },
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

function notFound(id: string): UpstreamAnswer {
  return answerJson(404, {
    error: { message: `Item with id '${id}' not found.`, type: 'invalid_request_error', param: 'input', code: null },
  });
}
