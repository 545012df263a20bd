/** What providers make ids of, and the gateway its own: nothing else was ever named to anybody, nor could a database hold all of it. */
const NAMEABLE = /^[\x21-\x7e]{1,512}$/;

/** Whether an answer can have named this id. */
export function isNameable(id: string): boolean {
  return NAMEABLE.test(id);
}
