import { BodyReader, UpstreamBroken } from './body-reader.js';

describe('BodyReader', () => {
  const flow = { pause: jest.fn(), resume: jest.fn(), abort: jest.fn() };
  let reader: BodyReader;

  beforeEach(() => {
    jest.resetAllMocks();
    reader = new BodyReader(flow);
  });

  const push = (...texts: readonly string[]): void => texts.forEach((text) => reader.push(Buffer.from(text)));
  const next = async (): Promise<string | undefined> => {
    const piece = await reader.next();
    return piece && Buffer.from(piece).toString();
  };

  it('gives what has come in one piece, in its order, and each byte once', async () => {
    push('a', 'b', 'c');
    expect(await next()).toBe('abc');
    push('d');
    expect(await next()).toBe('d');
    reader.finish();
    expect(await next()).toBeUndefined();
  });

  it('gives a backlog 64 KiB at a time, and a larger piece as it came', async () => {
    const sizes = [40_000, 20_000, 10_000, 100_000, 1];
    push(...sizes.map((size) => 'x'.repeat(size)));
    const given: number[] = [];
    reader.finish();
    for (let piece = await reader.next(); piece !== undefined; piece = await reader.next()) given.push(piece.length);
    expect(given).toEqual([60_000, 10_000, 100_000, 1]);
  });

  it('wakes who waits with the first piece and what came with it', async () => {
    const waiting = next();
    push('a', 'b');
    expect(await waiting).toBe('ab');
  });

  it('gives what came before a break, then the break', async () => {
    push('a', 'b');
    reader.finish({ message: 'cut', unbilled: false });
    expect(await next()).toBe('ab');
    await expect(next()).rejects.toThrow(UpstreamBroken);
  });

  it('holds the socket while more than 256 KiB wait, and lets it go when they are taken', async () => {
    push('x'.repeat(256 * 1024));
    expect(flow.pause).not.toHaveBeenCalled();
    push('y', 'z');
    expect(flow.pause).toHaveBeenCalledTimes(1);
    expect(flow.resume).not.toHaveBeenCalled();
    await next();
    expect(flow.resume).toHaveBeenCalledTimes(1);
  });
});
