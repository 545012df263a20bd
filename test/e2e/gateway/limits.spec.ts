import {
  callGateway,
  createKey,
  describeAtBothEnds,
  openCall,
  rowsOfKey,
  waitFor,
  waitForRoomInMinute,
} from '../../support/gateway/index.js';
import { buildConfig, buildModel } from '../../support/builders/index.js';
import { Gate, ReplayUpstream, speakChat } from '../../support/upstream/index.js';

const upstream = ReplayUpstream.ofFile();

const MODEL = 'gpt-4o-limited';
const body = { model: MODEL, messages: [{ role: 'user', content: 'Hello!' }] };
const config = () =>
  buildConfig([buildModel({ name: MODEL, model: `openai/${MODEL}`, apiBase: `${upstream.url}/v1` })]);

describeAtBothEnds(
  'the limits of a key',
  () => ({ config: config() }),
  (gateway) => {
    const call = (key: string, extra: object = {}) =>
      callGateway(gateway(), 'POST /v1/chat/completions', { key, body: { ...body, ...extra } });
    let gate: Gate;
    beforeEach(async () => {
      await waitForRoomInMinute();
      gate = new Gate();
      upstream.on(MODEL, (request) => speakChat(request, { outputTokens: 10, promptTokens: 9 }));
    });
    afterEach(() => gate.open());

    it('requests per minute: exactly as many of a hundred at once, the others 429 with the time to wait', async () => {
      const { key } = await createKey(gateway(), { rpm_limit: 7 });
      const answers = await Promise.all(Array.from({ length: 100 }, () => call(key)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
      const refused = answers.filter(({ status }) => status !== 200);
      expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]));
      for (const { headers } of refused) {
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
      }
    });

    it('requests per minute, as the answers tell them', async () => {
      const { key } = await createKey(gateway(), { rpm_limit: 5 });
      const remaining = [];
      for (let number = 0; number < 3; number += 1)
        remaining.push((await call(key)).headers.get('x-ratelimit-api_key-remaining-requests'));
      expect(remaining).toEqual(['4', '3', '2']);
    });

    it('tokens per minute: trued up to what the provider reported', async () => {
      // counted before: 9 in and the client's own limit of 10 out; reported: 19
      const { key } = await createKey(gateway(), { tpm_limit: 60 });
      const statuses = [];
      for (let number = 0; number < 4; number += 1) statuses.push((await call(key, { max_tokens: 10 })).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
    });

    it('parallel requests: a slot is free again after every end, also that of a client that left', async () => {
      upstream.on(MODEL, (request) => speakChat(request, { outputTokens: 10, promptTokens: 9, before: gate.opened }));
      const { key, hash } = await createKey(gateway(), { max_parallel_requests: 2 });
      const number = upstream.of(MODEL).length;
      const leaving = new AbortController();
      const first = openCall(gateway(), 'POST /v1/chat/completions', { key, body, signal: leaving.signal });
      const second = call(key);
      await upstream.received(MODEL, number + 2);
      expect((await call(key)).status).toBe(429);
      leaving.abort();
      await expect(first).rejects.toThrow();
      await waitFor('its end', async () =>
        (await rowsOfKey(gateway().databaseUrl, hash)).some((row) => row.status === 'cancelled'),
      );
      const third = call(key);
      await upstream.received(MODEL, number + 3);
      expect((await call(key)).status).toBe(429);
      gate.open();
      expect([(await second).status, (await third).status]).toEqual([200, 200]);
      expect((await call(key)).status).toBe(200);
    });

    it('parallel requests: a member has those of his own, else those that the team gives its members', async () => {
      upstream.on(MODEL, (request) => speakChat(request, { outputTokens: 10, promptTokens: 9, before: gate.opened }));
      const settings = { team_member_max_parallel_requests: 1 };
      const team = await callGateway<{ team_id: string }>(gateway(), 'POST /team/new', { body: settings });
      const { team_id } = team.body;
      const keyOf = async (user_id: string, own: object): Promise<string> => {
        const member = { role: 'user', user_id };
        const added = await callGateway(gateway(), 'POST /team/member_add', { body: { team_id, member, ...own } });
        expect(added.status).toBe(200);
        return (await createKey(gateway(), { team_id, user_id })).key;
      };
      const [one, two] = [await keyOf('parallel-1', {}), await keyOf('parallel-2', { max_parallel_requests: 2 })];
      const number = upstream.of(MODEL).length;
      const held = [call(one), call(two), call(two)];
      await upstream.received(MODEL, number + 3);
      expect([(await call(one)).status, (await call(two)).status]).toEqual([429, 429]);
      gate.open();
      expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200]);
    });

    it('are those that the key has now: raised ones count at once', async () => {
      const { key } = await createKey(gateway(), { rpm_limit: 1 });
      expect([(await call(key)).status, (await call(key)).status]).toEqual([200, 429]);
      await callGateway(gateway(), 'POST /key/update', { body: { key, rpm_limit: 3 } });
      expect([(await call(key)).status, (await call(key)).status, (await call(key)).status]).toEqual([200, 200, 429]);
    });

    it('refuses limit-like fields that are no positive integers before anything is asked of the provider', async () => {
      const { key } = await createKey(gateway(), { max_budget: 1 });
      const before = upstream.of(MODEL).length;
      const bad = [
        { max_tokens: 0 },
        { max_tokens: -1 },
        { max_tokens: 1.5 },
        { max_completion_tokens: '5' },
        { n: 0 },
        { n: 1e9 },
      ];
      const answers = await Promise.all(bad.map((extra) => call(key, extra)));
      expect(answers.map(({ status }) => status)).toEqual(bad.map(() => 400));
      expect(upstream.of(MODEL)).toHaveLength(before);
    });
  },
);
