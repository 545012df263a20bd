import { startAdmin } from '../support/test-admin.js';

it('an address that has guessed ten invitations waits, with the right one too', async () => {
  const admin = await startAdmin();
  const { userId } = await admin.makeUserKey('internal_user');
  const made = await admin.call('POST /invitation/new', { body: { user_id: userId } });
  const ask = (link: string) => admin.call(`GET /onboarding/get_token?invite_link=${link}`, { key: null });
  const guesses: number[] = [];
  for (let count = 0; count < 10; count += 1) guesses.push((await ask(admin.newId())).status);
  const refused = await ask(String(made.body['id']));
  const body = { invitation_link: String(made.body['id']), user_id: userId, password: 'correct horse battery' };
  const claimed = await admin.call('POST /onboarding/claim_token', { key: null, body });
  await admin.close();
  expect(guesses).toEqual(Array.from({ length: 10 }, () => 401));
  expect([refused.status, claimed.status]).toEqual([429, 429]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
