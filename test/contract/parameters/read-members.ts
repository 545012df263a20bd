import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const PACKAGES = path.join(__dirname, '../../../node_modules');

/** Names of the members of an interface as the vendor's own SDK declares it: new ones come with the SDK's next version. */
export function readMembers(declaration: string, name: string): readonly string[] {
  const file = path.join(PACKAGES, declaration);
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (found === undefined) throw new Error(`${declaration} declares no interface ${name}`);
  return found.members.flatMap((member) =>
    member.name !== undefined && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))
      ? [member.name.text]
      : [],
  );
}
