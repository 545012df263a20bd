import { existsSync } from 'node:fs';
import path from 'node:path';

/** The npm that runs us, with the Node that runs it: the one in node_modules is about to be replaced. */
export function npmCommand() {
  const { npm_execpath: npmFile, npm_node_execpath: npmNode, PATH = '', ...env } = process.env;
  const inModules = (folder) => folder.split(path.sep).includes('node_modules');
  const outerPath = PATH.split(path.delimiter).filter((folder) => !inModules(folder));
  const outerEnv = { ...env, PATH: outerPath.join(path.delimiter) };
  const isNpm = npmFile !== undefined && /npm-cli\.js$/.test(npmFile) && existsSync(npmFile);
  if (isNpm && npmNode !== undefined) return { command: npmNode, args: [npmFile], env: outerEnv };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [], env: outerEnv };
}
