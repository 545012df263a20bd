import type { HttpRequestSpec, Operation, Target } from '@tollgate/canonical';
import { type ProviderAdapter, PROVIDERS } from '@tollgate/providers';
import { encodePath, UnsafePathError } from '@tollgate/upstream';
import { openaiTarget } from '../targets.js';
import { HOSTILE_NAMES } from './hostile-names.js';
import { SAMPLE_REQUESTS } from './sample-requests.js';

const BASE = 'https://provider.example/base/v1';
const PLAIN = 'plain-model';

const OPERATIONS = PROVIDERS.flatMap((provider) =>
  (Object.keys(provider.adapters) as Operation[]).map((operation) => [provider.id, operation, provider] as const),
);

describe('whatever a client calls a model, the path of the request is the template of its provider', () => {
  it.each(OPERATIONS)('%s, %s', (_id, operation, provider) => {
    const template = build(provider, operation, PLAIN);
    if (template === undefined) throw new Error('a plain name was refused');
    for (const name of HOSTILE_NAMES) {
      const spec = build(provider, operation, name);
      if (spec !== undefined) expect([name, deviation(spec, template)]).toEqual([name, undefined]);
    }
  });
});

it.each([
  ['a name pasted into the path', ['base', 'v1', 'models', '..', 'admin']],
  ['a segment more', ['base', 'v1', 'models', 'a', 'admin']],
  ['another endpoint', ['base', 'v1', 'files', 'a']],
])('the judge finds %s', (_title, path) => {
  const template = { method: 'POST', origin: 'https://provider.example', headers: {} } as const;
  const found = deviation({ ...template, path }, { ...template, path: ['base', 'v1', 'models', PLAIN] });
  expect(found).not.toBeUndefined();
});

/** Undefined where the adapter refuses to build it at all. */
function build(provider: ProviderAdapter, operation: Operation, model: string): HttpRequestSpec | undefined {
  const target: Target = { ...openaiTarget, provider: provider.id, model, apiBase: BASE, apiVersion: '2026-01-01' };
  const built = provider.adapters[operation]?.buildRequest(SAMPLE_REQUESTS[operation], target, undefined);
  return built?.ok === true ? built.value.spec : undefined;
}

/** In what the address that would be sent is not the template with the model's own segment exchanged; undefined where it is. */
function deviation(spec: HttpRequestSpec, template: HttpRequestSpec): string | undefined {
  if (spec.origin !== template.origin) return `another origin: ${spec.origin}`;
  let encoded: string;
  try {
    encoded = encodePath(spec.path);
  } catch (error) {
    // the transport sends nothing
    return error instanceof UnsafePathError || error instanceof URIError
      ? refusedWithTemplate(spec, template)
      : String(error);
  }
  const url = new URL(`${spec.origin}${encoded}`);
  if (url.origin !== template.origin || url.pathname !== encoded || url.search !== '' || url.hash !== '')
    return `read as another address: ${url.href}`;
  return unlike(encoded.slice(1).split('/'), encodePath(template.path).slice(1).split('/'));
}

/** A segment that the transport refuses is the model's own; all others are the template's. */
function refusedWithTemplate(spec: HttpRequestSpec, template: HttpRequestSpec): string | undefined {
  return unlike(spec.path, template.path);
}

function unlike(sent: readonly string[], template: readonly string[]): string | undefined {
  if (sent.length !== template.length) return `${sent.length} segments for ${template.length}`;
  const other = sent.find((segment, index) => segment !== template[index] && !(template[index] ?? '').includes(PLAIN));
  return other === undefined ? undefined : `a segment of its own: ${other}`;
}
