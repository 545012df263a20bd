import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { findRedisProblem } from '@tollgate/redis';
import { testRedisUrl } from '../../support/services/index.js';

/** More than the look-up may take, less than a user waits for. */
const SOON_MS = 5_000;

const servers: Server[] = [];
const sockets: Socket[] = [];

/** A server of another kind: what it answers to each command, or nothing at all. */
async function listen(answer?: string): Promise<string> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const commands = data.toString().match(/\*\d+\r\n/g)?.length ?? 0;
      if (answer !== undefined) socket.write(answer.repeat(commands));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

describe('a Redis that is to be used', () => {
  it('is found without a fault when it answers', async () => {
    expect(await findRedisProblem(testRedisUrl())).toBeUndefined();
  });

  it('and knows no such user is named without the password, with what mends it', async () => {
    const url = new URL(testRedisUrl());
    url.username = 'nobody';
    url.password = 'hunter2';
    const problem = await findRedisProblem(url.href);
    expect(problem).toMatch(
      /^Redis at redis:\/\/nobody:\*\*\*@.* refuses the user or password: check both in REDIS_URL$/,
    );
  });

  it('and wants a password, which none was given, says so', async () => {
    const place = await listen('-NOAUTH Authentication required.\r\n');
    expect(await findRedisProblem(`redis://${place}`)).toContain('refuses the user or password');
  });

  it('and has no such database says so', async () => {
    const url = new URL(testRedisUrl());
    url.pathname = '/99999';
    expect(await findRedisProblem(url.href)).toContain('has no such database');
  });

  it.each([
    ['nobody listens there', () => Promise.resolve('127.0.0.1:1'), 'ECONNREFUSED'],
    ['the host has no address', () => Promise.resolve('nowhere.invalid:6379'), /ENOTFOUND|EAI_AGAIN/],
    ['something listens there that says nothing', () => listen(), 'no answer within 4 s'],
    [
      'something listens there that is no Redis',
      () => listen('HTTP/1.1 400 Bad Request\r\n\r\n'),
      /Redis|Protocol|reply/,
    ],
  ])('is called away when %s, soon, without the password, naming REDIS_URL', async (_name, start, reason) => {
    const place = await start();
    const began = performance.now();
    const problem = await findRedisProblem(`redis://:hunter2@${place}`);
    expect(performance.now() - began).toBeLessThan(SOON_MS);
    expect(problem).toMatch(/cannot be reached \(.*\): start it, or mend REDIS_URL/);
    expect(problem).toMatch(reason);
    expect(problem).not.toContain('hunter2');
  });
});
