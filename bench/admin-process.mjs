import { join } from 'node:path';
import { program } from '../tools/lib/paths.mjs';
import { freePort, nodeOptions } from './gateway.mjs';
import { printed } from './processes.mjs';
import { OTHER_CORE } from './stage.mjs';

const MASTER_KEY = 'sk-bench-master-0123456789abcdef';

/** A running admin on a database that is migrated: {child, origin, key}; its memory can be asked for. */
export async function startAdmin(processes, folder, databaseUrl) {
  const port = await freePort();
  const args = ['admin', '--config', join(folder, 'config.yaml'), '--data-dir', join(folder, 'data')];
  const child = processes.node(OTHER_CORE, [...nodeOptions(), program, ...args], {
    probed: true,
    env: { DATABASE_URL: databaseUrl, LITELLM_MASTER_KEY: MASTER_KEY, ADMIN_PORT: String(port) },
  });
  await printed(child, /http:\/\//);
  return { child, origin: `http://127.0.0.1:${port}`, key: MASTER_KEY };
}
