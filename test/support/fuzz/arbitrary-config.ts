import fc from 'fast-check';

const SECTIONS = [
  'model_list',
  'litellm_settings',
  'router_settings',
  'general_settings',
  'environment_variables',
  'include',
  'x',
];
const KEYS = [
  ...[
    'model_name',
    'litellm_params',
    'model_info',
    'model',
    'api_base',
    'api_key',
    'organization',
    'extra_body',
    'extra_headers',
  ],
  ...[
    'headers',
    'rpm',
    'tpm',
    'weight',
    'timeout',
    'num_retries',
    'input_cost_per_token',
    'output_cost_per_token',
    'id',
    'mode',
  ],
  ...[
    'fallbacks',
    'model_group_alias',
    'callbacks',
    'success_callback',
    'drop_params',
    'master_key',
    'database_url',
    'error_suffix',
  ],
  ...[
    'max_request_size_mb',
    'request_body_timeout',
    'litellm_key_header_name',
    'budget_exceeded_status_code',
    'routing_strategy',
  ],
  ...[
    'enable_jwt_auth',
    'completion_model',
    'langfuse_default_tags',
    'request_timeout',
    '__proto__',
    'constructor',
    '',
    '<<',
  ],
];
const VALUES = [
  ...[
    '',
    '~',
    'true',
    '0',
    '-1',
    '1e400',
    '.nan',
    '.inf',
    '0x10',
    '1_000',
    '2024-01-01',
    'on',
    '"',
    "'",
    '|',
    '>',
    '&a',
    '*a',
    '!!binary x',
  ],
  ...[
    '!!js/function x',
    '[',
    '{',
    '[]',
    '{}',
    '- x',
    'openai/gpt-4o',
    'openai/*',
    '*',
    'gpt-4o',
    'anthropic/claude-sonnet-4-5',
    'a/b/../c',
  ],
  ...[
    'http://127.0.0.1:1/v1',
    'ftp://x',
    'not a url',
    'os.environ/NOT_SET',
    'os.environ/',
    'os.environ/PATH',
    'langfuse',
    'absent.yaml',
  ],
  ...['sk-1234', 'x-my-key', 'a b', 'é', '"\\u0000"', '"\\ud800"', '2147483648', '-0'],
];

const junk = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...VALUES) }, fc.string({ maxLength: 12 }));
const key = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...SECTIONS, ...KEYS) }, fc.string({ maxLength: 8 }));

/** What happens to a line of the file: it goes, comes twice, gets another value or key, another indentation, or other characters. */
const edit = fc.record({
  line: fc.nat(),
  how: fc.constantFrom('remove', 'repeat', 'value', 'key', 'indent', 'insert', 'tear'),
  text: junk,
  key,
  spaces: fc.nat(8),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function apply(lines: readonly string[], { line, how, text, key: name, spaces }: Edit): readonly string[] {
  const at = line % Math.max(1, lines.length);
  const old = lines[at] ?? '';
  const become = (...next: readonly string[]): readonly string[] => lines.toSpliced(at, 1, ...next);
  switch (how) {
    case 'remove':
      return become();
    case 'repeat':
      return become(old, old);
    case 'value':
      return become(old.replace(/:.*$/, `: ${text}`));
    case 'key':
      return become(old.replace(/[A-Za-z_]+:/, `${name}:`));
    case 'indent':
      return become(' '.repeat(spaces) + old.trimStart());
    case 'insert':
      return become(old, `${' '.repeat(spaces)}${name}: ${text}`);
    case 'tear':
      return become(old.slice(0, line % (old.length + 1)) + text + old.slice(line % (old.length + 1)));
  }
}

/** A config.yaml near the given one. */
export function arbitraryConfig(basis: string): fc.Arbitrary<string> {
  const lines = basis.split('\n');
  return fc
    .tuple(fc.array(edit, { minLength: 1, maxLength: 8 }), fc.option(fc.nat(), { freq: 8 }))
    .map(([edits, cut]) => {
      const text = edits.reduce(apply, lines).join('\n');
      return cut === null ? text : text.slice(0, cut % (text.length + 1));
    });
}
