import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed } from './processes.mjs';

const hasWrk = spawnSync('wrk', ['--version']).error === undefined;

/** wrk where it is installed, else the bundled generator. wrk tells neither a stream's first byte nor its end, nor stops after n requests. */
export const generatorName = hasWrk ? 'wrk' : 'bundled (bench/load.mjs)';

/** One load against one address; the answer as bench/load.mjs prints it. */
export async function load(processes, core, folder, ask) {
  if (hasWrk && ask.streamEnd === undefined && ask.requests === undefined)
    return loadWithWrk(processes, core, folder, ask);
  const child = processes.node(core, ['bench/load.mjs', JSON.stringify(ask)]);
  return JSON.parse((await printed(child, /\{.*\}/))[0]);
}

async function loadWithWrk(processes, core, folder, { url, key, body, connections, seconds }) {
  const script = join(folder, 'wrk.lua');
  writeFileSync(script, `${LUA}wrk.body = ${luaString(body)}\nwrk.headers["authorization"] = "Bearer ${key}"\n`);
  const args = ['-t', '1', '-c', String(connections), '-d', `${Math.ceil(seconds)}s`, '-s', script, url];
  const child = processes.start(core, 'wrk', args);
  return JSON.parse((await printed(child, /^\{.*\}/m))[0]);
}

function luaString(text) {
  return `"${[...Buffer.from(text)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;
}

const LUA = `
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
function done(summary, latency)
  local bad = summary.errors
  local errors = bad.connect + bad.read + bad.write + bad.status + bad.timeout
  io.write(string.format('{"answers":%d,"errors":%d,"perSecond":%f,"p50":%f,"p99":%f}\\n', summary.requests - bad.status,
    errors, (summary.requests - bad.status) / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
`;
