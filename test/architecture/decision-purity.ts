import path from 'node:path';
import ts from 'typescript';

/** The libs whose files decide, but for the thin classes that do: those load, append, ask and schedule. */
export const decidingLibs = [
  'decider',
  'money',
  'chains',
  'ledger',
  'wallets',
  'attempts',
  'payouts',
  'reconciliation',
  'gate',
  'deposits',
  'intents',
  'operators',
  'swaps',
  'sweeps',
  'fees',
];
const doing = /\.(handlers?|reactor|job|module)\.(ts|js)$/;
const testing = /\.(spec|spec-support|fixtures)\.ts$/;
/** Doors to the streams, and what looks through them: they may know the adapters, and everything else holds for them. */
const doors = /(^|\/)([\w-]+-streams|accounts|intents|match-(payout|swap)|pulled-(withdrawal|swap|sweep))\.ts$/;

const pureModules = /^(zod|immutable|node:util|@scure\/base|@noble\/hashes\/[\w.]+)$/;
/** What a module that is not pure as a whole may be asked for. */
const pureParts: Readonly<Record<string, readonly string[]>> = { 'node:crypto': ['createHash', 'createHmac'] };
const impureGlobals = new Set(
  (
    'process console fetch globalThis global require eval Function crypto randomUUID performance ' +
    'setTimeout setInterval setImmediate queueMicrotask'
  ).split(' '),
);
const pureMembers: Readonly<Record<string, (member: string) => boolean>> = {
  Date: (member) => member === 'UTC' || member === 'parse',
  Math: (member) => member !== 'random',
};

/** Whether a file, named from the root of the repository, decides. */
export function decides(file: string): boolean {
  return decidingLibs.some((lib) => file.startsWith(`libs/${lib}/`)) && !doing.test(file) && !testing.test(file);
}

/** What makes a file that decides impure: a clock, chance, I/O, Nest, an adapter, or state of its own. */
export function impurities(file: string, source: string): readonly string[] {
  const root = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const report = (node: ts.Node, what: string) => {
    const { line } = root.getLineAndCharacterOfPosition(node.getStart(root));
    found.push(`${file}:${line + 1} ${what}`);
  };
  const visit = (node: ts.Node): void => {
    for (const what of impurityOf(node, file)) report(node, what);
    if (!ts.isTypeNode(node)) ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function impurityOf(node: ts.Node, file: string): readonly string[] {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return impureImport(node, file);
  if (ts.isImportEqualsDeclaration(node) || node.kind === ts.SyntaxKind.ImportKeyword) return ['imports at run time'];
  if (ts.isVariableStatement(node)) return ownState(node);
  return ts.isIdentifier(node) && isReference(node) ? impureReference(node) : [];
}

function impureImport(node: ts.ImportDeclaration | ts.ExportDeclaration, file: string): readonly string[] {
  if (!node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) return [];
  const { text } = node.moduleSpecifier;
  const parts = pureParts[text];
  if (parts)
    return importedNames(node)
      .filter((name) => !parts.includes(name))
      .map((name) => `imports ${name} of ${text}`);
  return isPure(text, file) ? [] : [`imports ${text}`];
}

function isPure(specifier: string, file: string): boolean {
  const ours = specifier.startsWith('#') || specifier.startsWith('.');
  if (!ours) return pureModules.test(specifier);
  const target = specifier.startsWith('#') ? specifier.slice(1) : path.posix.join(path.posix.dirname(file), specifier);
  const decided = decidingLibs.some((lib) => target.startsWith(`libs/${lib}/`)) && !doing.test(target);
  return doors.test(file) ? decided || target.startsWith('libs/') : decided && !doors.test(target.replace(/js$/, 'ts'));
}

function importedNames(node: ts.ImportDeclaration | ts.ExportDeclaration): readonly string[] {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  if (!bindings || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) return ['everything'];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function ownState(node: ts.VariableStatement): readonly string[] {
  const atModuleLevel = ts.isSourceFile(node.parent);
  return atModuleLevel && (node.declarationList.flags & ts.NodeFlags.Const) === 0 ? ['has state of its own'] : [];
}

/** Not merely the name of a field or of an imported part. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  const names = [ts.isPropertyAssignment, ts.isPropertySignature, ts.isPropertyDeclaration, ts.isMethodDeclaration];
  return !names.some((isNamed) => isNamed(parent) && 'name' in parent && parent.name === node);
}

function impureReference(node: ts.Identifier): readonly string[] {
  const { text, parent } = node;
  if (impureGlobals.has(text)) return [`mentions ${text}`];
  const isPureMember = pureMembers[text];
  if (!isPureMember) return [];
  if (ts.isPropertyAccessExpression(parent))
    return isPureMember(parent.name.text) ? [] : [`mentions ${text}.${parent.name.text}`];
  const isGivenTime = ts.isNewExpression(parent) && (parent.arguments?.length ?? 0) > 0;
  const isAsked = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  return isGivenTime || isAsked ? [] : [`mentions ${text} itself`];
}
