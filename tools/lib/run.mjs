import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { root } from './paths.mjs';
import { productNode } from './node.mjs';

/** Signals that follow one another faster than this are one wish: npm and the terminal both deliver a single Ctrl-C. */
const sameWishMs = 700;
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const parentCheckMs = 250;
const firstParent = process.ppid;

/** Runs a step of a tool. Its output goes to stderr, so that stdout belongs to what the user asked for. */
export function runStep(command, args, options = {}) {
  return waitFor(spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options }));
}

/** Runs a step and keeps what it prints. */
export async function runQuietly(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const code = await waitFor(child);
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

/**
 * Runs a program in the foreground and waits for its end, whatever signal comes.
 * It gets a process group of its own: a terminal's Ctrl-C then reaches this process alone, which passes it on once.
 * `toGroup` passes signals to all of the program's processes, for those that do not stop their own children.
 */
export async function runForeground(command, args, { env = process.env, cwd, toGroup = false } = {}) {
  const ownGroup = process.platform !== 'win32';
  const child = spawn(command, args, { stdio: 'inherit', env, cwd, detached: ownGroup });
  const ended = waitFor(child);
  const stopListening = onStop((signal) => {
    if (toGroup && ownGroup) signalGroup(child.pid, signal);
    else child.kill(signal);
  });
  const killOnExit = () => child.kill('SIGTERM');
  process.on('exit', killOnExit);
  try {
    return await ended;
  } finally {
    stopListening();
    process.off('exit', killOnExit);
  }
}

/**
 * Calls `act` with the signal of each wish to stop, once for each wish, and keeps this process alive meanwhile.
 * Returns what ends the listening.
 */
export function onStop(act) {
  let lastAt = -Infinity;
  const onSignal = (signal) => {
    const now = performance.now();
    if (now - lastAt < sameWishMs) return;
    lastAt = now;
    act(signal);
  };
  const parentWatch = whenNpmsShellDies(() => onSignal('SIGTERM'));
  for (const signal of stopSignals) process.on(signal, onSignal);
  return () => {
    clearInterval(parentWatch);
    for (const signal of stopSignals) process.off(signal, onSignal);
  };
}

/** npm passes SIGTERM to the shell that runs us, and the shell dies of it without a word to us. */
function whenNpmsShellDies(act) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return undefined;
  const watch = setInterval(() => {
    if (process.ppid === firstParent) return;
    clearInterval(watch);
    act();
  }, parentCheckMs);
  return watch;
}

function signalGroup(leaderPid, signal) {
  try {
    process.kill(-leaderPid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** The arguments that run a JavaScript file of a package with the product's Node; its folder leads the PATH for grandchildren. */
export function withProductNode(file, args, env = process.env) {
  const node = productNode();
  const pathWithNode = `${path.dirname(node)}${path.delimiter}${env.PATH ?? ''}`;
  return { command: node, args: [file, ...args], env: { ...env, PATH: pathWithNode } };
}

/** Resolves with the exit code, 128 + number for a death by signal, as a shell has it. */
function waitFor(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
