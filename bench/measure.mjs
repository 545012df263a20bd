import { load } from './generator.mjs';
import { askOf } from './lanes.mjs';
import { busyShare, coreTicks, usage } from './processes.mjs';
import { MEASURED_CORE, OTHER_CORE } from './stage.mjs';

/**
 * One run of a lane. CPU is that of the measured process alone, from the first request until the ledger has every row (at most 10 s after
 * the last answer), so that what is done later for an answer counts too.
 */
export async function measure({ processes, folder }, group, lane, target, { seconds, requests, connections }) {
  const { child, ledger } = target;
  const rowsBefore = await ledger?.rows();
  const before = await usage(child);
  const cores = [MEASURED_CORE, OTHER_CORE].map(coreTicks);
  const answer = await load(processes, group.oneCore ? MEASURED_CORE : OTHER_CORE, folder, {
    ...askOf(group, lane, target.origin),
    key: target.keys?.[lane.key] ?? 'sk-none',
    connections,
    ...(requests === undefined ? { seconds } : { requests }),
  });
  const busy = [MEASURED_CORE, OTHER_CORE].map((core, index) => busyShare(cores[index], coreTicks(core)));
  const arrived = await ledger?.arrived(rowsBefore, answer.answers);
  const after = await usage(child);
  return {
    ...answer,
    cpuUs: (after.cpuUs - before.cpuUs) / Math.max(1, answer.answers),
    rss: after.rss,
    heapUsed: after.heapUsed,
    measuredCoreBusy: busy[0],
    otherCoreBusy: busy[1],
    rows: arrived?.found,
    rowsMs: arrived?.ms,
  };
}

export function median(values) {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)];
}
