import { withServices } from './services/index.mjs';

/** Gives `work` the address of a database: DATABASE_URL, else a throw-away PostgreSQL that lives as long as the work. */
export function withDatabase(work) {
  const given = process.env.DATABASE_URL || undefined;
  return given === undefined ? withServices(['postgres'], ({ postgres }) => work(postgres)) : work(given);
}
