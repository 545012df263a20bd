/** What ids of objects at a provider are made of: anything else is never sent back to one in a path. */
export const PROVIDER_ID = /^[A-Za-z0-9_-]{1,256}$/;
