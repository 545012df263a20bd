// npm run build: dist/ is current afterwards.
import { bring } from './lib/bring.mjs';
import { main } from './lib/problem.mjs';

await main(() => bring());
