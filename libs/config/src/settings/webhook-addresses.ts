import { z } from 'zod';
import { address } from '../lenient-values.js';

const addresses = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(address(['http:', 'https:']), 'expected an address or a list of them'),
);

/** `alert_to_webhook_url`: `{alert_type: url | [urls]}` */
export const webhookAddresses = z.record(z.string(), addresses, 'expected { alert_type: address }');
