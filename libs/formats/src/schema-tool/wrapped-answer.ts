import { WRAPPED } from './object-schema.js';

const SPACE = /\s/;
/** What stands before the answer, white space apart. */
const BEFORE = `{"${WRAPPED}":`;

/**
 * Takes the answer out of the object around it, piece by piece (`objectSchema`): the text of its member as it was written, numbers and spaces
 * included. A text that does not begin as such an object goes through as it is.
 */
export class WrappedAnswer {
  private state: 'before' | 'value' | 'after' | 'as-it-is' = 'before';
  private seen = '';
  private matched = 0;
  private depth = 0;
  private quoted = false;
  private escaped = false;
  private begun = false;

  push(text: string): string {
    let told = '';
    for (const character of text) told += this.read(character);
    return told;
  }

  private read(character: string): string {
    switch (this.state) {
      case 'before':
        return this.begin(character);
      case 'value':
        return this.goOn(character);
      case 'after':
        return '';
      case 'as-it-is':
        return character;
    }
  }

  private begin(character: string): string {
    this.seen += character;
    if (SPACE.test(character)) return '';
    if (character !== BEFORE[this.matched]) {
      this.state = 'as-it-is';
      return this.seen;
    }
    this.matched += 1;
    if (this.matched === BEFORE.length) this.state = 'value';
    return '';
  }

  private goOn(character: string): string {
    if (this.quoted) {
      this.readQuoted(character);
      return character;
    }
    if (this.depth === 0 && this.isEnd(character)) {
      this.state = 'after';
      return '';
    }
    if (!SPACE.test(character)) this.begun = true;
    if (character === '"') this.quoted = true;
    else if (character === '{' || character === '[') this.depth += 1;
    else if (character === '}' || character === ']') this.depth -= 1;
    if (this.depth === 0 && (character === '}' || character === ']')) this.state = 'after';
    return this.begun ? character : '';
  }

  private readQuoted(character: string): void {
    if (this.escaped) this.escaped = false;
    else if (character === '\\') this.escaped = true;
    else if (character === '"') {
      this.quoted = false;
      if (this.depth === 0) this.state = 'after';
    }
  }

  /** Of a value that is neither list, object nor text. */
  private isEnd(character: string): boolean {
    return this.begun && (character === '}' || character === ',' || SPACE.test(character));
  }
}
