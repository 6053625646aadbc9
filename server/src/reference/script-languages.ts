/** How the text of a script language divides into what an editor colours. */
export interface ScriptLanguage {
  /** Programs that read it, as regular expression for their whole name. */
  readonly programs: RegExp;
  /** Extensions of its files. */
  readonly extensions: readonly string[];
  /** What begins a comment that goes to the end of the line. */
  readonly comment: '#' | '//';
  /** Marks that may stand around strings, the longer ones first. */
  readonly quotes: readonly string[];
  readonly keywords: readonly string[];
}

function words(text: string): readonly string[] {
  return text.split(' ');
}

/** The languages in which people write heredocs beside the shell; the words are those that each language reserves. */
export const scriptLanguages: readonly ScriptLanguage[] = [
  {
    programs: /^python[\d.]*$/,
    extensions: ['py'],
    comment: '#',
    quotes: ['"""', "'''", '"', "'"],
    keywords: words(
      'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield',
    ),
  },
  {
    programs: /^(node|nodejs|bun|deno)$/,
    extensions: ['js', 'mjs', 'cjs'],
    comment: '//',
    quotes: ['`', '"', "'"],
    keywords: words(
      'async await break case catch class const continue debugger default delete do else export extends false finally for from function if import in instanceof let new null of return static super switch this throw true try typeof undefined var void while with yield',
    ),
  },
  {
    programs: /^ruby[\d.]*$/,
    extensions: ['rb'],
    comment: '#',
    quotes: ['"', "'"],
    keywords: words(
      'BEGIN END alias and begin break case class def defined? do else elsif end ensure false for if in module next nil not or redo require rescue retry return self super then true undef unless until when while yield',
    ),
  },
  {
    programs: /^perl[\d.]*$/,
    extensions: ['pl', 'pm'],
    comment: '#',
    quotes: ['"', "'"],
    keywords: words(
      'and cmp do else elsif eq for foreach ge gt if last le local lt my ne next no not or our package print redo require return sub unless until use while xor',
    ),
  },
  {
    programs: /^php[\d.]*$/,
    extensions: ['php'],
    comment: '//',
    quotes: ['"', "'"],
    keywords: words(
      'abstract and array as break case catch class const continue declare default do echo else elseif extends false final finally fn for foreach function global if implements include instanceof interface match namespace new null or print private protected public readonly require require_once return static switch throw trait true try unset use var while xor yield',
    ),
  },
  {
    programs: /^(pwsh|powershell)$/,
    extensions: ['ps1'],
    comment: '#',
    quotes: ['"', "'"],
    keywords: words(
      'begin break catch class continue do else elseif end exit filter finally for foreach from function if in param process return switch throw trap try until using while',
    ),
  },
];
