import { pbkdf2Sync } from 'node:crypto'
import type { Answer } from './an-umbel.ts'

/** The work of a page: what a browser sends back as `work`. */
export function workOf({ body }: Pick<Answer, 'body'>): string | undefined {
  return /name="work" value="([^"]+)"/.exec(body)?.[1]
}

/** Does the work, as a browser would: the fields that go along with the form. */
export function solve(work: string | undefined): { work: string; solution: string } {
  if (work === undefined) throw new Error('there is no work on this page')
  const body = Buffer.from(work.split('.')[0] ?? '', 'base64url').toString()
  const { nonce, salt, cost, keyLength, keyPrefix } = JSON.parse(body).challenge.parameters
  const password = Buffer.concat([Buffer.from(nonce, 'hex'), Buffer.alloc(4)])
  for (let number = 0; ; number += 1) {
    password.writeUInt32BE(number, password.length - 4)
    const key = pbkdf2Sync(password, Buffer.from(salt, 'hex'), cost, keyLength, 'sha256').toString('hex')
    if (key.startsWith(keyPrefix)) return { work, solution: `${number}.${key}` }
  }
}
