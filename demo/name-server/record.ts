import { domainToASCII } from 'node:url'
import { cleaned, type Faults } from '../look/form.ts'

/** A TXT record: its name in ASCII without the dot at its end, and its text. */
export type TxtRecord = { readonly name: string; readonly value: string }

const NAME = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+$/
const LONGEST_NAME = 253
const MOST_BYTES = 1_000

/** Reads what somebody typed: a record, or what is wrong with it. */
export function readRecord(typed: {
  name: unknown
  value: unknown
}): { readonly record: TxtRecord } | { readonly faults: Faults<TxtRecord> } {
  const name = domainToASCII(cleaned(typed.name).replace(/\.$/, '')).toLowerCase()
  const value = cleaned(typed.value)
  const faults: Faults<TxtRecord> = {}
  if (name.length > LONGEST_NAME || !NAME.test(name))
    faults.name = 'This is not a whole name in DNS. Give one such as acme-labs.example.com.'
  if (value === '') faults.value = 'The text is missing. Copy it from the page of the domain in Umbel.'
  if (Buffer.byteLength(value) > MOST_BYTES)
    faults.value = `This text is too long. Shorten it to ${MOST_BYTES.toLocaleString('en')} bytes.`
  return Object.keys(faults).length > 0 ? { faults } : { record: { name, value } }
}

export const isSame = (one: TxtRecord, other: TxtRecord): boolean =>
  one.name === other.name && one.value === other.value
