import { CALLBACK_DELIVERY } from './callback-delivery.js';
import { LEDGER_MAINTENANCE } from './ledger-maintenance.js';

/** Every queue there is. */
export const QUEUE_CONTRACTS = [CALLBACK_DELIVERY, LEDGER_MAINTENANCE] as const;
