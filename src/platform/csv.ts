/** What a spreadsheet would take for the beginning of a formula, whichever width it is typed in. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/**
 * One line of a CSV file (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe in front: what people
 * call themselves must not act on the computer of whoever opens the file.
 */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}

function cellOf(value: string | number | undefined): string {
  const text = typeof value === 'string' && formula.test(value) ? `'${value}` : String(value ?? '')
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** In front of the first line, so that spreadsheets read the file as UTF-8. */
export const csvStart = '\ufeff'
