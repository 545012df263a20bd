import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PUBLIC_ROUTES, ROUTES as ADMIN_ROUTES } from '../e2e/admin/support/routes.js';
import { ROUTES } from '@apps/gateway';
import { RUNTIME_SETTINGS } from '@tollgate/config';
import { PROVIDERS } from '@tollgate/providers';
import { repository } from './readme-commands.js';

const read = (file: string): string => readFileSync(join(repository, file), 'utf8');
const docs = readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));
const documents = ['README.md', 'AGENTS.md', ...docs];

describe('the links of the documents', () => {
  it.each(documents)('%s: every file it links to, and every heading in it, is there', (document) => {
    const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const local = links.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !leadsSomewhere(document, target))).toEqual([]);
  });

  it.each(['README.md', 'AGENTS.md', 'docs/architecture.md', 'docs/runbook.md'])(
    '%s: every path of the project it names is there',
    (document) => {
      const named = [...read(document).matchAll(/`((?:apps|libs|tools|test|docs|prisma|bench)\/[\w./-]+)`/g)];
      expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(repository, path)))).toEqual([]);
    },
  );
});

function leadsSomewhere(document: string, target: string): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? document : relative(repository, join(repository, dirname(document), path));
  if (!existsSync(join(repository, file))) return false;
  return heading === undefined || headingsOf(file).includes(heading);
}

function headingsOf(file: string): readonly string[] {
  return [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

describe('"What works now" in the README', () => {
  const row = (name: string): string => {
    const found = new RegExp(`^\\| ${name} \\| (.*) \\|$`, 'm').exec(read('README.md'))?.[1];
    if (found === undefined) throw new Error(`the README has no row "${name}"`);
    return found;
  };

  it('names the surfaces that the route table serves', () => {
    const served = ROUTES.filter(({ target }) => target.kind === 'surface' || target.kind === 'list-models');
    const byModel = ['/v1/engines/{model}/', '/v1/openai/deployments/{model}/'];
    const isByModel = (path: string): boolean => byModel.some((place) => path.startsWith(place));
    const paths = served.map(({ path }) => path).filter((path) => path.startsWith('/v1/'));
    const named = codesIn(row('Client surfaces')).filter((code) => code.startsWith('/v1/'));
    expect(named.filter(isByModel)).toEqual(byModel.map((place) => `${place}…`));
    const [whole, plain] = [paths, named].map((all) => all.filter((path) => !isByModel(path)).sort());
    expect(plain).toEqual(whole);
  });

  it('leads to the table that names every prefix of every provider in the registry', () => {
    expect(row('Providers')).toContain('(docs/providers.md)');
    const prefixes = PROVIDERS.flatMap((provider) => provider.prefixes.map((prefix) => `${prefix}/`));
    const named = codesIn(read('docs/providers.md')).filter((code) => code.endsWith('/'));
    expect(prefixes.filter((prefix) => !named.includes(prefix))).toEqual([]);
  });

  it('names the doors of the admin API for those whom nobody knows yet', () => {
    const named = codesIn(row('Callers')).filter((code) => code.startsWith('/'));
    expect(named.sort()).toEqual(PUBLIC_ROUTES.map((route) => route.replace(/^\w+ /, '')).sort());
  });
});

describe('docs/admin-api.md', () => {
  it('names every route of the admin API, and no other', () => {
    const cells = [...read('docs/admin-api.md').matchAll(/^\| [^|]+ \| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
    const text = cells.join(', ');
    const grouped = [...text.matchAll(/`(\/\w+)\/\*` \(([^)]*)\)/g)].flatMap(([, base = '', names = '']) =>
      names.split(', ').map((name) => `${base}/${name}`),
    );
    const others = codesIn(text).filter((code) => !code.endsWith('/*'));
    const served = ADMIN_ROUTES.map((route) => route.replace(/^\w+ /, ''));
    expect([...grouped, ...others].sort()).toEqual([...new Set(served)].sort());
  });
});

describe('"Settings over the API" in docs/settings.md', () => {
  it('names every setting that can change while the gateway runs, and no other', () => {
    const [, rest = ''] = read('docs/settings.md').split('\n## Settings over the API\n');
    const [chapter = ''] = rest.split('\n## ');
    const rows = [...chapter.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)];
    const named = rows.flatMap(([, section = '', members = '']) =>
      [...members.matchAll(/`(\w+)`/g)].map(([, name = '']) => `${section}.${name}`),
    );
    expect(named.sort()).toEqual(RUNTIME_SETTINGS.map(({ section, name }) => `${section}.${name}`).sort());
  });
});
