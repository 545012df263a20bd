import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import importTable from '../../tools/lib/import-table.json';
import { repository, runNode } from './run-node.js';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

const libs = Object.keys(importTable.libs);
const apps = Object.keys(importTable.apps);

/** A file that breaks a rule: where it stands, what it says, and the rule that must name it. */
const offences: readonly [rule: string, file: string, source: string][] = [
  ['lib-kernel', 'libs/kernel/src/offence.ts', `import { lib } from '@tollgate/canonical';`],
  ['lib-canonical', 'libs/canonical/src/offence.ts', `import type { Lib } from '@tollgate/formats';`],
  ['lib-formats', 'libs/formats/src/offence.ts', `import { lib } from '@tollgate/providers';`],
  ['lib-admission', 'libs/admission/src/offence.ts', `import { lib } from '@tollgate/routing';`],
  ['lib-routing', 'libs/routing/src/offence.ts', `import { lib } from '@tollgate/providers';`],
  ['lib-catalog', 'libs/catalog/src/offence.ts', `import { lib } from '@tollgate/providers';`],
  ['lib-logging', 'libs/logging/src/offence.ts', `import { lib } from '@tollgate/persistence';`],
  ['lib-dispatch', 'libs/dispatch/src/offence.ts', `import { lib } from '@tollgate/auth';`],
  ['lib-persistence', 'libs/persistence/src/offence.ts', `import { lib } from '@tollgate/upstream';`],
  ['app-gateway', 'apps/gateway/src/offence.ts', `import { lib } from '@tollgate/callbacks';`],
  ['app-admin', 'apps/admin/src/offence.ts', `import { lib } from '@tollgate/formats';`],
  ['app-worker', 'apps/worker/src/offence.ts', `import { lib } from '@tollgate/routing';`],
  ['app-gateway-alone', 'apps/gateway/src/offence-app.ts', `import { app } from '@apps/admin';`],
  ['libs-know-no-app', 'libs/auth/src/offence-app.ts', `import { app } from '@apps/admin';`],
  ['lib-surface', 'libs/auth/src/offence-deep.ts', `import { inner } from '../../canonical/src/inner.js';`],
  [
    'lib-surface-from-apps',
    'apps/cli/src/offence-deep.ts',
    `import { inner } from '../../../libs/canonical/src/inner.js';`,
  ],
  ['app-surface', 'apps/cli/src/offence-app.ts', `import { inner } from '../../admin/src/inner.js';`],
  ['pure-without-io', 'libs/metering/src/offence-io.ts', `import { readFileSync } from 'node:fs';`],
  ['pure-without-io', 'libs/providers/src/offence-io.ts', `import { performance } from 'node:perf_hooks';`],
  ['pure-without-io', 'libs/admission/src/policy/offence-io.ts', `import { readFileSync } from 'fs';`],
  ['pure-folder-admission-policy', 'libs/admission/src/policy/offence.ts', `import { inner } from '../inner.js';`],
  ['pure-folder-routing-plan', 'libs/routing/src/plan/offence.ts', `import { lib } from '@tollgate/config';`],
  ['outbound-http', 'libs/callbacks/src/offence-http.ts', `import { request } from 'node:https';`],
  ['package-prisma-client', 'apps/admin/src/offence-prisma.ts', `import { Prisma } from '@prisma/client';`],
  ['package-prisma-client', 'libs/logging/src/offence-pg.ts', `import pg from 'pg';`],
  [
    'lib-surface-from-apps',
    'apps/admin/src/offence-generated.ts',
    `import { x } from '../../../libs/persistence/src/generated/prisma/client.js';`,
  ],
  ['package-ioredis', 'libs/admission/src/offence-redis.ts', `import type { Redis } from 'ioredis';`],
  ['package-bullmq', 'apps/gateway/src/offence-queue.ts', `import { Queue } from 'bullmq';`],
  ['package-bullmq', 'libs/callbacks/src/offence-queue.ts', `import type { Job } from 'bullmq';`],
  ['package-undici', 'libs/dispatch/src/offence-undici.ts', `import { Pool } from 'undici';`],
  ['package-nestjs', 'libs/routing/src/offence-nest.ts', `import { Injectable } from '@nestjs/common';`],
  ['package-nestjs', 'libs/formats/src/formats.module.ts', `import { Module } from '@nestjs/common';`],
  ['no-dev-dependencies', 'libs/config/src/offence-dev.ts', `import OpenAI from 'openai';`],
  ['no-tests-in-product', 'libs/config/src/offence-spec.ts', `import './inner.spec.js';`],
  ['no-unresolvable', 'libs/config/src/offence-nowhere.ts', `import './nowhere.js';`],
  ['no-cycles', 'libs/config/src/cycle-a.ts', `import './cycle-b.js';`],
];

/** What must pass: the same words in the places that the table allows. */
const allowed: readonly [file: string, source: string][] = [
  ['libs/canonical/src/fine.ts', `import { lib } from '@tollgate/kernel';`],
  ['libs/dispatch/src/fine.ts', `import { lib } from '@tollgate/providers';`],
  ['libs/providers/src/fine.ts', `import { createHmac } from 'node:crypto';`],
  ['libs/admission/src/policy/fine.ts', `import { lib } from '@tollgate/canonical';`],
  ['libs/routing/src/routing.module.ts', `import { Module } from '@nestjs/common';`],
  ['libs/persistence/src/fine.ts', `import pg from 'pg';`],
  ['libs/upstream/src/fine.ts', `import { Pool } from 'undici';`],
  ['apps/worker/src/fine.ts', `import { Worker } from 'bullmq';`],
  ['apps/cli/src/fine.ts', `import { app } from '@apps/gateway';`],
  ['libs/metering/src/fine.spec.ts', `import { readFileSync } from 'node:fs';`],
];

describe('the table of imports', () => {
  let violations: readonly Violation[];
  const tree = mkdtempSync(path.join(tmpdir(), 'tollgate-imports-'));

  beforeAll(async () => {
    plant(tree);
    violations = await cruise(tree);
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it('is kept by this repository', async () => {
    const found = await cruise(repository);
    expect(found.map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`)).toEqual([]);
  });

  it('names every lib and app that exists', () => {
    expect(libs).toEqual(expect.arrayContaining(foldersOf('libs')));
    expect(apps).toEqual(expect.arrayContaining(foldersOf('apps')));
  });

  it('names in each row only libs that it knows', () => {
    const named = [...Object.values(importTable.libs), ...Object.values(importTable.apps)].flatMap((row) => row);
    expect(libs).toEqual(expect.arrayContaining(named.filter((name) => name !== 'everything')));
  });

  it.each(offences)('%s reports %s', (rule, file) => {
    expect(violations.filter((violation) => violation.from === file).map((violation) => violation.rule.name)).toContain(
      rule,
    );
  });

  it.each(allowed)('lets %s pass', (file) => {
    expect(violations.filter((violation) => violation.from === file)).toEqual([]);
  });
});

/** A tree of every lib and app with the offences and the allowed files in it. */
function plant(tree: string): void {
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), `${text}\n`);
  };
  for (const lib of libs) {
    write(`libs/${lib}/src/index.ts`, 'export const lib = 1; export type Lib = number;');
    write(`libs/${lib}/src/inner.ts`, 'export const inner = 1;');
  }
  for (const app of apps) {
    write(`apps/${app}/src/index.ts`, 'export const app = 1;');
    write(`apps/${app}/src/inner.ts`, 'export const inner = 1;');
  }
  write('libs/persistence/src/generated/prisma/client.ts', 'export const x = 1;');
  write('libs/config/src/inner.spec.ts', 'export const spec = 1;');
  write('libs/config/src/cycle-b.ts', `import './cycle-a.js';`);
  for (const [, file, source] of offences) write(file, source);
  for (const [file, source] of allowed) write(file, source);
  for (const file of ['package.json', 'tsconfig.json']) cpSync(path.join(repository, file), path.join(tree, file));
  symlinkSync(path.join(repository, 'node_modules'), path.join(tree, 'node_modules'));
}

async function cruise(folder: string): Promise<readonly Violation[]> {
  const program = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = path.join(repository, '.dependency-cruiser.cjs');
  const { stdout, stderr } = await runNode(
    [program, '--config', config, '--output-type', 'json', 'apps', 'libs'],
    folder,
  );
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser did not run: ${stdout}${stderr}`);
  const report = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return report.summary.violations;
}

function foldersOf(group: string): string[] {
  const entries = readdirSync(path.join(repository, group), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
