// npm start -- [options]: the product, straight after a clone.
import { launch } from './lib/launch.mjs';
import { main } from './lib/problem.mjs';

await main(() => launch(process.argv.slice(2)));
