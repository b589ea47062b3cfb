import { queryOf, type Visitor } from '#platform'

/** A whole number above nothing, as rows are numbered. */
export function numberOf(text: string | undefined): number | undefined {
  const number = Number(text || Number.NaN)
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}

/** The row at which a page begins, as the address says. */
export const numberIn = (c: Visitor, name: string): number | undefined => numberOf(queryOf(c, name, 20))
