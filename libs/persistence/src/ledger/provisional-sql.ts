/** Statuses of a record that stands in for a request's true end until that turns up. */
export const PROVISIONAL = `('interrupted', 'pending')`;
