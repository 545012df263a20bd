import { callGateway, type Gateway } from '../../support/gateway/index.js';

/** Reads what `/key/info` shows as spent, again and again until it is stopped. Dollars, in order. */
export function watchSpend(gateway: Gateway, key: string): { stop(): Promise<readonly number[]> } {
  const seen: number[] = [];
  let stopped = false;
  const read = async (): Promise<void> => {
    const { body } = await callGateway<{ info: { spend: number } }>(gateway, `GET /key/info?key=${key}`);
    seen.push(body.info.spend);
  };
  const watching = (async () => {
    while (!stopped) await read();
    await read();
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return seen;
    },
  };
}
