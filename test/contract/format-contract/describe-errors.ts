import type { FailureClass, HttpRequestSpec } from '@tollgate/canonical';
import { CredentialMask } from '../../../libs/dispatch/src/mask-credentials.js';
import { deepFreeze } from '../deep-freeze.js';
import type { Exchange } from '../recordings.js';
import type { FormatUnderTest } from './format-under-test.js';
import { readRows } from './read-rows.js';

const UNSIGNED: HttpRequestSpec = { method: 'POST', origin: 'https://host.example', path: [], headers: {} };

/** What holds of every recorded error. */
export function describeErrors(format: FormatUnderTest, errors: readonly Exchange[]): void {
  const classes = readRows<FailureClass>(format.recordings, 'failure-classes.json');

  test.each(errors.map((exchange) => [exchange.name, exchange] as const))(
    '%s: gives a class and a message',
    (_, exchange) => {
      const failure = format.upstream.decodeError(exchange.status, deepFreeze(exchange.body));
      expect(failure).toMatchObject({ status: exchange.status, unbilled: true });
      expect(failure.message.trim()).not.toBe('');
      expect(format.operation.classify(failure)).toBe(classes[exchange.file]);
    },
  );

  test.each(errors.map((exchange) => [exchange.name, exchange] as const))(
    '%s: a credential inside it is masked',
    (_, exchange) => {
      const secret = 'sk-proj-AbCdEf0123456789AbCdEf0123456789';
      const body = JSON.parse(
        JSON.stringify(exchange.body ?? '').replace(/"(message|detail)":"/g, `"$1":"key ${secret} `),
      ) as unknown;
      const texts = [body, typeof body === 'string' ? `${body} ${secret}` : JSON.stringify(body)];
      const mask = new CredentialMask({ provider: { credentialFields: [] }, credential: {}, spec: UNSIGNED });
      for (const text of texts) {
        const failure = format.upstream.decodeError(exchange.status, text);
        expect(JSON.stringify(mask.failure(failure))).not.toContain(secret);
      }
    },
  );
}
