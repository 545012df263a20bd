import type { ReplayUpstream, UpstreamRequest } from './replay-upstream.js';
import { answerJson, type UpstreamAnswer } from './upstream-answer.js';
import { speakResponse, type SpokenResponse } from './speak-response.js';

/** A response as the provider keeps it. */
export interface KeptAtProvider {
  readonly response: Readonly<Record<string, unknown>>;
  readonly input: unknown;
}

/**
 * Has a provider of the Responses API keep what it answers: each answer has an id of its own, which reads, cancels, deletes and
 * `previous_response_id` must name. A request that names an unknown one is 404, and says so.
 */
export class ResponsesProvider {
  readonly kept = new Map<string, KeptAtProvider>();
  /** It tells nobody what it keeps. */
  isAway = false;
  /** How the streams go that it begins from now on. */
  pace: Pick<SpokenResponse, 'gate' | 'cutAfter'> = {};
  private made = 0;

  constructor(
    private readonly upstream: ReplayUpstream,
    models: readonly string[],
  ) {
    for (const model of models) upstream.on(model, (request) => this.create(request));
    // a request without a body names no model
    upstream.on('', (request) => this.serveKept(request));
  }

  /** Everything that the provider calls by an id of its own. */
  get ids(): readonly string[] {
    return [...this.kept.keys()];
  }

  /** What came for one of them, oldest first. */
  asked(id: string): readonly UpstreamRequest[] {
    return this.upstream.requests.filter(({ path }) => path.includes(`/responses/${id}`));
  }

  /** Ends one that is made in the background. */
  end(id: string, more: Readonly<Record<string, unknown>>): void {
    const kept = this.kept.get(id);
    if (kept !== undefined) this.kept.set(id, { ...kept, response: { ...kept.response, ...more } });
  }

  private create(request: UpstreamRequest): UpstreamAnswer {
    const { previous_response_id: previous = null, background = false, store = true, input } = request.body;
    if (typeof previous === 'string' && !this.kept.has(previous)) return notFound(previous);
    this.made += 1;
    const id = `resp_provider${String(this.made).padStart(4, '0')}`;
    const facts = { id, previous_response_id: previous, background, store };
    const answer = speakResponse(request, { outputTokens: 3, promptTokens: 10, response: facts, ...this.pace });
    const whole = {
      ...wholeOf(request, facts),
      ...(background === true && { status: 'queued', output: [], usage: null }),
    };
    if (store !== false) this.kept.set(id, { response: whole, input });
    return background === true && request.body['stream'] !== true ? answerJson(200, whole) : answer;
  }

  private serveKept({ method, path }: UpstreamRequest): UpstreamAnswer {
    const [, , , id = '', action] = (path.split('?')[0] ?? '').split('/');
    if (this.isAway) return answerJson(503, { error: { type: 'server_error', message: 'overloaded' } });
    const kept = this.kept.get(id);
    if (kept === undefined) return notFound(id);
    if (method === 'DELETE') {
      this.kept.delete(id);
      return answerJson(200, { id, object: 'response.deleted', deleted: true });
    }
    if (action === 'input_items') {
      const item = { id: 'msg_in', type: 'message', role: 'user', content: [{ type: 'input_text', text: kept.input }] };
      return answerJson(200, { object: 'list', data: [item], first_id: 'msg_in', last_id: 'msg_in', has_more: false });
    }
    if (action === 'cancel') this.end(id, { status: 'cancelled' });
    if (new URLSearchParams(path.split('?')[1]).get('stream') === 'true')
      return speakResponse(
        { body: { stream: true }, model: String(kept.response['model']) },
        {
          ...{ outputTokens: 3, promptTokens: 10 },
          response: { id, previous_response_id: kept.response['previous_response_id'] },
        },
      );
    return answerJson(200, this.kept.get(id)?.response);
  }
}

function wholeOf(request: UpstreamRequest, facts: object): Readonly<Record<string, unknown>> {
  const unary = { body: { ...request.body, stream: false }, model: request.model };
  const { body } = speakResponse(unary, { outputTokens: 3, promptTokens: 10, response: facts });
  return JSON.parse(String(body)) as Record<string, unknown>;
}

function notFound(id: string): UpstreamAnswer {
  return answerJson(404, {
    error: { message: `Response with id '${id}' not found.`, type: 'invalid_request_error', param: null, code: null },
  });
}
