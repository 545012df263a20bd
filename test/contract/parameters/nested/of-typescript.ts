import path from 'node:path';
import type { JsonValue } from '@tollgate/kernel';
import ts from 'typescript';
import { type Member, type Node, oneOf } from './node.js';
import { OWN, textFor } from './values.js';

const PACKAGES = path.join(__dirname, '../../../../node_modules');

/** Types that a vendor's SDK declares, by their names. */
export function readTypes(declaration: string, names: readonly string[]): ReadonlyMap<string, Node> {
  const file = path.join(PACKAGES, declaration);
  const program = ts.createProgram([file], { noEmit: true, skipLibCheck: true, types: [], strictNullChecks: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const exported = new Map(
    (module === undefined ? [] : checker.getExportsOfModule(module)).map((one) => [one.name, one]),
  );
  return new Map(
    names.map((name) => {
      const symbol = exported.get(name);
      if (symbol === undefined) throw new Error(`${declaration} declares no ${name}`);
      return [name, ofType(checker.getDeclaredTypeOfSymbol(symbol), name, checker)];
    }),
  );
}

function ofType(type: ts.Type, name: string, checker: ts.TypeChecker): Node {
  if (type.isUnion()) return ofUnion(type.types, name, checker);
  const word = wordOf(type, checker);
  if (word !== undefined) return oneOf([word]);
  if ((type.flags & ts.TypeFlags.StringLike) !== 0) return leaf(textFor(name));
  if ((type.flags & ts.TypeFlags.NumberLike) !== 0) return leaf([7, 12_000]);
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    return item === undefined ? leaf(OWN) : { kind: 'list', item: () => ofType(item, name, checker) };
  }
  const members = checker.getPropertiesOfType(type).flatMap((property) => ofProperty(property, checker));
  if (members.length === 0 || (type.flags & ts.TypeFlags.Object) === 0) return leaf(OWN);
  return byPresence({ kind: 'object', name: type.symbol.name, members });
}

function ofUnion(types: readonly ts.Type[], name: string, checker: ts.TypeChecker): Node {
  const told = types.filter((type) => (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0);
  const words = told.map((type) => wordOf(type, checker)).filter((word) => word !== undefined);
  if (words.length === told.length) return oneOf(words);
  const [first, second] = told;
  if (first !== undefined && second === undefined) return ofType(first, name, checker);
  return { kind: 'choice', options: told.map((type) => ofType(type, name, checker)) };
}

function wordOf(type: ts.Type, checker: ts.TypeChecker): string | number | boolean | undefined {
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
  return (type.flags & ts.TypeFlags.BooleanLiteral) === 0 ? undefined : checker.typeToString(type) === 'true';
}

function ofProperty(property: ts.Symbol, checker: ts.TypeChecker): readonly Member[] {
  const declared = property.valueDeclaration;
  if (declared === undefined || (property.flags & ts.SymbolFlags.Method) !== 0) return [];
  const type = checker.getTypeOfSymbol(property);
  const required = (property.flags & ts.SymbolFlags.Optional) === 0;
  return [{ name: property.name, required, node: () => ofType(type, property.name, checker) }];
}

/** Members of which one is there and says what an object is, where nothing demands it (Gemini's Part). */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  Part: ['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse', 'executableCode', 'codeExecutionResult'],
  FunctionDeclaration: ['name'],
  FunctionCall: ['name'],
  FunctionResponse: ['name'],
  Blob_2: ['data'],
  Blob: ['data'],
  FileData: ['fileUri'],
  Content: ['parts'],
};
const NEEDED: Readonly<Record<string, readonly string[]>> = { Blob_2: ['mimeType'], Blob: ['mimeType'] };

function byPresence(node: Extract<Node, { kind: 'object' }>): Node {
  const kinds = Object.hasOwn(KINDS, node.name) ? KINDS[node.name] : undefined;
  if (kinds === undefined) return node;
  const options = kinds.map((kind) => ({
    ...node,
    members: node.members
      .filter(({ name }) => name === kind || !kinds.includes(name))
      .map((member) => ({
        ...member,
        required: member.required || member.name === kind || NEEDED[node.name]?.includes(member.name) === true,
      })),
  }));
  const [only, second] = options;
  return only !== undefined && second === undefined ? only : { kind: 'choice', options };
}

function leaf([value, other]: readonly [JsonValue, JsonValue]): Node {
  return { kind: 'leaf', value, other };
}
