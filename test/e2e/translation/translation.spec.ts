import { buildConfig, buildModel } from '../../support/builders/index.js';
import { describeAt } from '../../support/gateway/index.js';
import { ReplayUpstream } from '../../support/upstream/index.js';
import { CELLS, EXPECTED_LOSSES, expectedLosses, nameOf } from './cells.js';
import { shows } from './compare.js';
import { sealsIn } from './multi-turn.js';
import { exchangeOf, firstTurnOf, MODELS, playCell, saidIn, wireIn } from './play-cell.js';

const upstream = ReplayUpstream.ofFile();
const recorded = CELLS.filter((cell) => cell.recording !== null || expectedLosses(cell).includes('refused'));

function config(): object {
  const at = (provider: keyof typeof MODELS, prefix: string, path: string): object =>
    buildModel({ name: provider, model: `${prefix}/${MODELS[provider]}`, apiBase: `${upstream.url}${path}` });
  return buildConfig(
    [
      // a host without responses of its own: each client is translated for it
      at('openai-chat', 'hosted_vllm', '/v1'),
      at('openai-responses', 'openai/responses', '/v1'),
      at('openai-completions', 'text-completion-openai', '/v1'),
      at('anthropic-messages', 'anthropic', ''),
      at('gemini', 'gemini', ''),
      at('ollama-chat', 'ollama_chat', ''),
    ],
    { litellm_settings: { drop_params: true }, router_settings: { num_retries: 0, disable_cooldowns: true } },
  );
}

describeAt(
  'everything set',
  'every client dialect at every provider dialect',
  () => ({ config: config() }),
  (gateway) => {
    it.each(recorded.map((cell) => [cell.client, cell.provider, nameOf(cell), cell] as const))(
      '%s at %s: %s',
      async (_client, _provider, _name, cell) => {
        expect(await playCell(gateway(), upstream, cell)).toEqual(expectedLosses(cell));
      },
    );
  },
);

describe('the squares of the matrix', () => {
  it('whose answer is recorded show what they are about', () => {
    const vain = CELLS.filter((cell) => {
      const exchange = exchangeOf(cell);
      if (exchange === undefined) return false;
      if (cell.aspect === 'error') return exchange.status < 400;
      return !shows(cell, saidIn(cell, exchange));
    });
    expect(vain.map((cell) => `${cell.provider} ${nameOf(cell)}`)).toEqual([]);
  });

  it('of two questions call tools in the first, and seal what was thought where the provider does', () => {
    const turns = CELLS.filter(({ client }) => client === 'openai-chat').flatMap((cell) => {
      const first = firstTurnOf(cell);
      return first === undefined ? [] : [{ cell, said: saidIn(cell, first), wire: wireIn(cell, first) }];
    });
    expect(turns.filter(({ said }) => said.calls.length === 0)).toEqual([]);
    const sealed = turns.filter(({ wire }) => sealsIn(wire).length > 0);
    expect(sealed.map(({ cell }) => `${cell.provider} ${cell.mode}`).sort()).toEqual([
      'anthropic-messages stream',
      'gemini stream',
      'gemini unary',
      'openai-responses stream',
      'openai-responses unary',
    ]);
  });

  it('lose nothing without a reason, and nothing twice', () => {
    const keys = EXPECTED_LOSSES.map(({ client, provider, lost }) => `${client} ${provider} ${lost}`);
    expect(new Set(keys).size).toBe(keys.length);
    const played = new Set(recorded.map((cell) => `${cell.client} ${cell.provider} ${nameOf(cell)}`));
    for (const { client, provider, cells, reason } of EXPECTED_LOSSES) {
      expect(reason.length).toBeGreaterThan(10);
      expect(cells.filter((cell) => !played.has(`${client} ${provider} ${cell}`))).toEqual([]);
    }
  });
});
