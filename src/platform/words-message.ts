import { html } from 'hono/html'
import type { IntlMessageFormat } from 'intl-messageformat'

/** Changes to parsed messages that `words.ts` needs; the parser's element types are 0 text, 1 value, 3 date, 4 time, 8 tag. */
type Ast = ReturnType<IntlMessageFormat['getAst']>
type Element = Ast[number]

/** Turns `{at, time}` into the value `at:time` and `{at, date}` into `at:date`, so that all pages write moments alike. */
export function nameMoments(ast: Ast): Ast {
  return walk(ast, (element) => {
    if (element.type === 4) return { type: 1, value: `${element.value}:time` }
    if (element.type === 3) return { type: 1, value: `${element.value}:date` }
    return element
  })
}

/** Makes the words themselves safe in HTML; what fills them is escaped when it is filled in. */
export function escapeLiterals(ast: Ast): Ast {
  return walk(ast, (element) =>
    element.type === 0 ? { ...element, value: html`${element.value}`.toString() } : element,
  )
}

/** The names of all tags in a message. */
export function tagsIn(ast: Ast): string[] {
  const names = new Set<string>()
  walk(ast, (element) => {
    if (element.type === 8) names.add(element.value)
    return element
  })
  return [...names]
}

function walk(ast: Ast, change: (element: Element) => Element | { type: number; value: string }): Ast {
  return ast.map((element) => {
    const changed = { ...(change(element) as Element) }
    if ('children' in changed) changed.children = walk(changed.children, change)
    if ('options' in changed) {
      const options = Object.entries(changed.options).map(([name, option]) => [
        name,
        { ...option, value: walk(option.value, change) },
      ])
      changed.options = Object.fromEntries(options)
    }
    return changed
  })
}
