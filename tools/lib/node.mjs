import { existsSync } from 'node:fs';
import { Problem } from './problem.mjs';
import { fromRoot } from './paths.mjs';

/** The oldest Node that can `require` an ES module, which NestJS 12 needs. */
const oldest = { major: 20, minor: 19 };

export function requireSupportedNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return;
  throw new Problem(`Node ${version} is too old: install Node ${oldest.major}.${oldest.minor} or newer`);
}

/** The Node 24 that the registry's binary package brought, else the Node that runs this. */
export function productNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const bundled = fromRoot('node_modules', `node-${platform}-${process.arch}`, 'bin', file);
  return existsSync(bundled) && hasItsLoader() ? bundled : process.execPath;
}

/** The binary is linked against glibc: on musl (Alpine) it exists and cannot be started. */
function hasItsLoader() {
  if (process.platform !== 'linux') return true;
  return existsSync(process.arch === 'arm64' ? '/lib/ld-linux-aarch64.so.1' : '/lib64/ld-linux-x86-64.so.2');
}
