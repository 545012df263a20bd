import { Problem } from '../problem.mjs';
import { endOrphans, forgetServices, noteServices } from './orphans.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';

const starters = { postgres: startPostgres, redis: startRedis };
const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs `work` with the addresses of freshly started services, by name, and stops them however it ends. */
export async function withServices(names, work) {
  await endOrphans();
  let interruption;
  const remember = (signal) => (interruption = signal);
  // While these listen, a signal does not end this process: what has been started is stopped first.
  for (const signal of interruptions) process.on(signal, remember);
  let started = [];
  try {
    started = await startAll(names);
    noteServices(started);
    if (interruption !== undefined) throw new Problem(`interrupted by ${interruption}`);
    return await work(Object.fromEntries(started.map((service) => [service.name, service.url])));
  } finally {
    await Promise.all(started.map((service) => service.stop()));
    forgetServices();
    for (const signal of interruptions) process.off(signal, remember);
  }
}

async function startAll(names) {
  const outcomes = await Promise.allSettled(names.map((name) => starters[name]()));
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return started;
  await Promise.all(started.map((service) => service.stop()));
  throw failed.reason;
}
