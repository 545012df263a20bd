import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { root } from './paths.mjs';
import { productNode } from './node.mjs';
import { Interruption } from './problem.mjs';

/** Signals that follow one another faster than this are one wish: npm and the terminal both deliver a single Ctrl-C. */
const sameWishMs = 700;
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const parentCheckMs = 250;
const firstParent = process.ppid;
const ownGroup = process.platform !== 'win32';
/** How long a step may take to end by itself. */
const stepPatienceMs = 5_000;

/** Runs a step of a tool. Its output goes to stderr, so that stdout belongs to what the user asked for. */
export function runStep(command, args, options = {}) {
  return untilEnded(() => spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2], detached: ownGroup, ...options }));
}

/** Runs a step and keeps what it prints: `output` is both streams as they came, `stdout` that one alone. */
export async function runQuietly(command, args, options = {}) {
  const stdio = ['ignore', 'pipe', 'pipe'];
  const chunks = [];
  const answer = [];
  const code = await untilEnded(() => {
    const child = spawn(command, args, { cwd: root, stdio, detached: ownGroup, ...options });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.stdout.on('data', (chunk) => answer.push(chunk));
    return child;
  });
  return { code, output: Buffer.concat(chunks).toString('utf8'), stdout: Buffer.concat(answer).toString('utf8') };
}

/**
 * A step ends with us, with all that it has started, and we end after it: what an interrupted install leaves running would work
 * on the folders of the next one. It has a group of its own, since npm takes a terminal's Ctrl-C and goes on.
 */
async function untilEnded(start) {
  let child;
  let interruption;
  let force;
  // before the start: a signal in between would leave the step alone
  const stopListening = onStop((signal) => {
    const again = interruption !== undefined;
    interruption = signal;
    signalGroup(child?.pid, again ? 'SIGKILL' : 'SIGTERM');
    force ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), stepPatienceMs);
  });
  try {
    child = start();
    const code = await waitFor(child);
    if (interruption !== undefined) throw new Interruption(interruption);
    return code;
  } finally {
    clearTimeout(force);
    stopListening();
  }
}

/**
 * Runs a program in the foreground and waits for its end, whatever signal comes.
 * It gets a process group of its own: a terminal's Ctrl-C then reaches this process alone, which passes it on once.
 * `toGroup` passes signals to all of the program's processes, for those that do not stop their own children.
 */
export async function runForeground(command, args, { env = process.env, cwd, toGroup = false } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env, cwd, detached: ownGroup });
  const ended = waitFor(child);
  const stopListening = onStop((signal) => {
    if (toGroup) signalGroup(child.pid, signal);
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

/** Windows has no such groups: there the leader alone is ended. */
function signalGroup(leaderPid, signal) {
  if (leaderPid === undefined) return;
  try {
    process.kill(ownGroup ? -leaderPid : leaderPid, signal);
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
