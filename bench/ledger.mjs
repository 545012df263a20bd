import pg from 'pg';

const WAIT_MS_MAX = 10_000;

/** Counts the ledger's rows from outside the product. */
export class Ledger {
  #pool;

  constructor(url) {
    this.#pool = new pg.Pool({ connectionString: url, max: 1 });
  }

  async rows() {
    const { rows } = await this.#pool.query('SELECT count(*)::int AS n FROM tollgate.request_fact');
    return rows[0].n;
  }

  /** Waits until `rows` have come since `before`; how many there are then, and how long it took. */
  async arrived(before, rows) {
    const began = performance.now();
    for (;;) {
      const found = (await this.rows()) - before;
      const ms = Math.round(performance.now() - began);
      if (found >= rows || ms > WAIT_MS_MAX) return { found, ms };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  close() {
    return this.#pool.end();
  }
}
