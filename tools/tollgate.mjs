#!/usr/bin/env node
// The package's command `tollgate`.
import { launch } from './lib/launch.mjs';
import { main } from './lib/problem.mjs';

await main(() => launch(process.argv.slice(2)));
