import { parseOptions } from './parse-options.js';

function parsed(...argv: string[]) {
  const outcome = parseOptions(argv);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

function problems(...argv: string[]) {
  const outcome = parseOptions(argv);
  return outcome.ok ? [] : outcome.error.map((problem) => `${problem.path}: ${problem.message}`);
}

describe('parseOptions', () => {
  it('serves everything in one process when nothing is given', () => {
    expect(parsed()).toEqual({ command: 'serve', notes: [] });
  });

  it.each([['--config', 'a.yaml'], ['-c', 'a.yaml'], ['--config=a.yaml']])('takes a config file as %s', (...argv) => {
    expect(parsed(...argv).config).toBe('a.yaml');
  });

  it("reads LiteLLM's spellings like our own", () => {
    const litellm = parsed(
      '--api_base',
      'http://x',
      '--detailed_debug',
      '--drop_params',
      '--max_tokens',
      '5',
      '--request_timeout',
      '1.5',
    );
    const own = parsed(
      '--api-base',
      'http://x',
      '--detailed-debug',
      '--drop-params',
      '--max-tokens',
      '5',
      '--request-timeout',
      '1.5',
    );
    expect(litellm).toEqual(own);
    expect(own).toMatchObject({
      apiBase: 'http://x',
      detailedDebug: true,
      dropParams: true,
      maxTokens: 5,
      requestTimeoutSeconds: 1.5,
    });
  });

  it.each(['gateway', 'admin', 'worker', 'migrate'])('knows the command %s', (command) => {
    expect(parsed(command, '--port', '4010')).toMatchObject({ command, port: 4010 });
  });

  it('knows config check FILE', () => {
    expect(parsed('config', 'check', 'a.yaml')).toMatchObject({ command: 'config check', checkFile: 'a.yaml' });
    expect(problems('config', 'check')).toEqual(['config check: use `tollgate config check FILE`']);
  });

  it.each([
    ['audit', 'verify'],
    ['salt', 'rotate'],
    ['import', 'litellm'],
  ])('knows %s %s, and no other word after the first', (first, second) => {
    const both = `${first} ${second}`;
    expect(parsed(first, second)).toEqual({ command: both, notes: [] });
    expect(problems(first)).toEqual([`${first}: use \`tollgate ${both}\``]);
    expect(problems(first, second, 'x')).toEqual([`${both} x: use \`tollgate ${both}\``]);
    expect(problems(first, 'portkey')).toEqual([`${first} portkey: use \`tollgate ${both}\``]);
  });

  it('knows import litellm, with a database to read and a dry run, which no other command takes', () => {
    expect(parsed('import', 'litellm', '--database-url', 'postgres://x/y', '--dry-run')).toEqual({
      command: 'import litellm',
      sourceDatabaseUrl: 'postgres://x/y',
      dryRun: true,
      notes: [],
    });
    expect(problems('--database-url', 'postgres://x/y')).toEqual([
      '--database-url: is an option of `tollgate import litellm`',
    ]);
  });

  it('knows redeliver with a sink or without, and no more words', () => {
    expect(parsed('redeliver')).toEqual({ command: 'redeliver', notes: [] });
    expect(parsed('redeliver', 'langfuse')).toEqual({ command: 'redeliver', sink: 'langfuse', notes: [] });
    expect(problems('redeliver', 'langfuse', 'otel')).toEqual(['otel: unexpected word after redeliver']);
  });

  it.each([
    ['nosuch', 'nosuch: unknown sink; known: langfuse'],
    ['langfuze', 'langfuze: unknown sink (did you mean langfuse?); known: langfuse'],
    ['toString', 'toString: unknown sink; known: langfuse'],
  ])('refuses to redeliver to %s, a sink that is not known', (sink, problem) => {
    expect(problems('redeliver', sink)).toEqual([problem]);
  });

  it('names the nearest option and command, and reports every problem at once', () => {
    expect(problems('--confg', 'x', '--port', 'abc')).toEqual([
      '--confg: unknown option (did you mean --config?); --help lists them',
      '--port: expected a port of 0 to 65535, got "abc"',
      'x: unknown command; --help lists them',
    ]);
    expect(problems('gatway')).toEqual(['gatway: unknown command (did you mean gateway?); --help lists them']);
  });

  it('refuses more than one worker and says why', () => {
    expect(problems('--num_workers', '4')[0]).toMatch(/^--num_workers: only 1 is possible: budgets .* whole budget/);
    expect(parsed('--num_workers', '1').numWorkers).toBe(1);
  });

  it("accepts LiteLLM's flags that mean nothing here, and says so", () => {
    expect(parsed('--telemetry', 'False', '--use_prisma_db_push').notes).toEqual([
      '--telemetry has no effect: Tollgate sends no telemetry',
      '--use_prisma_db_push has no effect: migrations are applied at the start',
    ]);
  });

  it('refuses an option without its value and a flag with one', () => {
    expect(problems('--port')).toEqual(['--port: needs a value']);
    expect(problems('--no-auth=1')).toEqual(['--no-auth: takes no value']);
  });

  it('collects --allow-unserved', () => {
    expect(parsed('--allow-unserved', 'guardrails', '--allow-unserved', 'max_budget').allowUnserved).toEqual([
      'guardrails',
      'max_budget',
    ]);
  });
});

describe('a command that listens nowhere', () => {
  it.each([['migrate'], ['redeliver'], ['audit verify'], ['salt rotate'], ['import litellm'], ['config check x.yaml']])(
    '%s says that --port and --host mean nothing to it',
    (command) => {
      const outcome = parseOptions([...command.split(' '), '--port', '5000', '--host', '0.0.0.0']);
      expect(outcome.ok && outcome.value.notes).toEqual([
        expect.stringMatching(/^--port has no effect: .* listens nowhere$/),
        expect.stringMatching(/^--host has no effect: .* listens nowhere$/),
      ]);
    },
  );

  it.each(['gateway', 'admin', 'worker'])('%s does not: it listens', (command) => {
    const outcome = parseOptions([command, '--port', '5000']);
    expect(outcome).toMatchObject({ ok: true, value: { port: 5000, notes: [] } });
  });
});
