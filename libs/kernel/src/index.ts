export { addDuration } from './add-duration.js';
export { type Outcome, succeed, fail } from './outcome.js';
export { assertNever } from './assert-never.js';
export { isTimeZone } from './is-time-zone.js';
export { type JsonValue, type JsonObject, isJsonObject } from './json.js';
export { endsWithin } from './ends-within.js';
export { type ExactNumber, isExactNumber } from './exact-number.js';
export { formatUsd } from './format-usd.js';
export { parseJson } from './parse-json.js';
export { spliceMembers } from './splice-members.js';
export { type Instant, Clock, IdSource } from './instant.js';
export { SystemClock, SystemIds } from './system-sources.js';
export {
  type NanoUsd,
  LIMIT_NANO_USD_MAX,
  NANO_USD_MAX,
  sumNanoUsd,
  nanoUsdFromUsd,
  usdFromNanoUsd,
  unitPriceFromUsdPerUnit,
  costProduct,
  roundUpCost,
} from './nano-usd.js';
export { Ticker, SystemTicker } from './ticker.js';
export { TransientMap } from './transient-map.js';
export { RecentMap } from './recent-map.js';
export { holdsValue, isSecretName, maskSecrets, maskValues, SECRET_WORD } from './mask-secrets.js';
export { matchesStars } from './matches-stars.js';
export { toShownNotes } from './shown-notes.js';
export { uuidV5 } from './uuid-v5.js';
