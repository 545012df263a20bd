// Makes the links of the embedded PostgreSQL's libraries, as its install script would: for an image with a read-only root.
import { main } from './lib/problem.mjs';
import { nativePostgres } from './lib/services/native-postgres.mjs';

await main(() => void nativePostgres());
